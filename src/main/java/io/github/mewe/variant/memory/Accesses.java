package io.github.mewe.variant.memory;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.Memory;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.Store;
import io.github.mewe.wasm.ValueType;

/** Derives loads and stores that differ from a given one in a single respect. */
final class Accesses {
    private Accesses() {}

    /** The load with another offset and address. */
    static Load at(Load load, long offset, Expr address) {
        int align = aligned(load.align(), load.bytes(), offset - load.offset());
        return new Load(load.memory(), offset, align, load.bytes(), load.signed(), load.valueType(), address);
    }

    /** The store with another offset and address. */
    static Store at(Store store, long offset, Expr address) {
        int align = aligned(store.align(), store.bytes(), offset - store.offset());
        return new Store(store.memory(), offset, align, store.bytes(), store.valueType(), address, store.value());
    }

    /** A load of some of the bytes. */
    static Load part(Load load, int from, int bytes, boolean signed, ValueType type, Expr address) {
        int align = aligned(load.align(), bytes, from);
        return new Load(load.memory(), load.offset() + from, align, bytes, signed, type, address);
    }

    /** A store to some of the bytes. */
    static Store part(Store store, int from, int bytes, ValueType type, Expr address, Expr value) {
        int align = aligned(store.align(), bytes, from);
        return new Store(store.memory(), store.offset() + from, align, bytes, type, address, value);
    }

    /** The largest known alignment of an access, at most its number of bytes. */
    private static int aligned(int align, int bytes, long distance) {
        return (int) Long.lowestOneBit(Math.min(align, bytes) | distance);
    }

    /** Returns true if the offset can grow by a distance without exceeding the memory's range of offsets. */
    static boolean isOffset(Memory memory, long offset, long added) {
        long sum = offset + added;
        return memory.is64() ? Long.compareUnsigned(sum, offset) >= 0 : sum >= offset && sum <= 0xFFFF_FFFFL;
    }

    /** The integer type with the width of a scalar type. */
    static ValueType integerOf(ValueType type) {
        return type.bytes() == 4 ? ValueType.I32 : ValueType.I64;
    }

    /** The float type with the width of an integer type. */
    static ValueType floatOf(ValueType type) {
        return type.equals(ValueType.I32) ? ValueType.F32 : ValueType.F64;
    }

    /** A value, reinterpreted as another type of the same width. */
    static Expr reinterpreted(Expr value, ValueType type) {
        if (value.type().equals(type)) {
            return value;
        }
        if (value instanceof Numeric numeric
                && numeric.operator().name().contains("reinterpret")
                && numeric.operands().get(0).type().equals(type)) {
            return numeric.operands().get(0);
        }
        return Numeric.of(type + ".reinterpret_" + value.type(), value);
    }

    /** An operation whose right operand is a constant. */
    static Expr with(BinaryOperator operator, ValueType type, Expr left, long right) {
        return IntBinary.of(operator, type, left, new Const(type, right));
    }
}
