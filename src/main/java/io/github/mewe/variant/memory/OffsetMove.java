package io.github.mewe.variant.memory;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.Memory;
import io.github.mewe.ir.Store;
import io.github.mewe.wasm.ValueType;
import java.util.Optional;

/**
 * Moves a constant between the address and the offset of an access.
 *
 * <p>Soundness: an access starts at address plus offset, computed without overflow, whereas an addition in the address
 * wraps around. A constant is moved only if the {@linkplain UnsignedBound bound} of the other operand shows that the
 * addition cannot wrap. Then both forms start at the same byte.
 */
final class OffsetMove implements MemoryShape {
    @Override
    public String name() {
        return "offset-move";
    }

    @Override
    public int cost() {
        return 1;
    }

    @Override
    public Optional<Expr> apply(Expr access, ShapeContext context) {
        if (access instanceof Load load) {
            return moved(load.memory(), load.offset(), load.address(), context)
                    .map(place -> Accesses.at(load, place.offset(), place.address()));
        }
        Store store = (Store) access;
        return moved(store.memory(), store.offset(), store.address(), context)
                .map(place -> Accesses.at(store, place.offset(), place.address()));
    }

    private record Place(long offset, Expr address) {}

    private static Optional<Place> moved(Memory memory, long offset, Expr address, ShapeContext context) {
        ValueType type = memory.addressType();
        if (address instanceof Const) {
            // Engines fold the sum at compile time.
            return Optional.empty();
        }
        if (address instanceof IntBinary sum
                && sum.operator() == BinaryOperator.ADD
                && sum.right() instanceof Const added
                && fits(sum.left(), added.bits(), type)
                && Accesses.isOffset(memory, offset, added.bits())) {
            return Optional.of(new Place(offset + added.bits(), sum.left()));
        }
        if (offset <= 0 || !fits(address, offset, type)) {
            return Optional.empty();
        }
        long part = offset > Integer.MAX_VALUE ? offset : 1 + context.random().below((int) offset);
        Expr sum = IntBinary.of(BinaryOperator.ADD, type, address, new Const(type, part));
        return Optional.of(new Place(offset - part, sum));
    }

    /** Returns true if an addition cannot wrap around. */
    private static boolean fits(Expr address, long added, ValueType type) {
        long most = type.equals(ValueType.I32) ? 0xFFFF_FFFFL : -1L;
        return Long.compareUnsigned(UnsignedBound.of(address), most - added) <= 0;
    }
}
