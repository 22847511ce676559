package io.github.mewe.variant.memory;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.Memory;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.Store;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.wasm.ValueType;
import java.util.BitSet;
import java.util.Optional;

/**
 * Adds a part of the offset to the address, with saturation: if the sum would wrap around, the address becomes the
 * largest one.
 *
 * <p>Soundness: if the sum does not wrap, both forms start at the same byte. If it wraps, the original access starts at
 * or beyond 2^n, where n is the width of addresses, and traps, since no memory is larger. The new access starts at 2^n
 * - 1 plus the rest of the offset. It has at least two bytes, since accesses of a single byte are not changed, so it
 * touches a byte at or beyond 2^n and traps as well.
 */
final class OffsetToAddress implements MemoryShape {
    @Override
    public String name() {
        return "offset-saturated";
    }

    @Override
    public int cost() {
        return 4;
    }

    @Override
    public Optional<Expr> apply(Expr access, ShapeContext context) {
        if (access instanceof Load load) {
            long part = part(load.offset(), load.bytes(), context);
            return part == 0
                    ? Optional.empty()
                    : address(load.memory(), load.address(), part, ShapeContext.busy(load.address()), context)
                            .map(address -> Accesses.at(load, load.offset() - part, address));
        }
        Store store = (Store) access;
        long part = part(store.offset(), store.bytes(), context);
        return part == 0
                ? Optional.empty()
                : address(store.memory(), store.address(), part, ShapeContext.busy(store.address()), context)
                        .map(address -> Accesses.at(store, store.offset() - part, address));
    }

    private static long part(long offset, int bytes, ShapeContext context) {
        if (bytes == 1 || offset <= 0 || offset > Integer.MAX_VALUE) {
            return 0;
        }
        return context.random().chance(0.5) ? offset : 1 + context.random().below((int) offset);
    }

    private static Optional<Expr> address(Memory memory, Expr address, long part, BitSet busy, ShapeContext context) {
        ValueType type = memory.addressType();
        return context.keep(address, LocalAccess.of(address).writes(), busy).map(kept -> {
            Expr sum = Accesses.with(BinaryOperator.ADD, type, kept.first(), part);
            // The sum wraps around exactly if the address exceeds the complement of the addend.
            Expr wraps = Accesses.with(BinaryOperator.GT_U, type, kept.again(), ~part);
            return context.random().chance(0.5)
                    ? IntBinary.of(BinaryOperator.OR, type, sum, allOnesIf(wraps, type))
                    : Select.of(new Const(type, -1), sum, wraps, type);
        });
    }

    private static Expr allOnesIf(Expr truth, ValueType type) {
        Expr wide = type.equals(ValueType.I64) ? IntUnary.of(UnaryOperator.EXTEND_U, ValueType.I32, truth) : truth;
        return IntBinary.of(BinaryOperator.SUB, type, Const.zero(type), wide);
    }
}
