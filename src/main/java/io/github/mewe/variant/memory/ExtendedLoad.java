package io.github.mewe.variant.memory;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.Load;
import io.github.mewe.wasm.ValueType;
import java.util.Optional;

/**
 * Loads an integer narrower than its type with the opposite sign extension, and corrects the upper bits.
 *
 * <p>Soundness: the same bytes are read at the same place, and the low bits of the result do not depend on the sign
 * extension. A mask clears the upper bits, or flipping the sign bit and then subtracting it, or adding it and then
 * flipping it, restores them.
 */
final class ExtendedLoad implements MemoryShape {
    @Override
    public String name() {
        return "load-extended";
    }

    @Override
    public int cost() {
        return 2;
    }

    @Override
    public Optional<Expr> apply(Expr access, ShapeContext context) {
        if (!(access instanceof Load load)
                || !load.valueType().isInteger()
                || load.bytes() == load.valueType().bytes()) {
            return Optional.empty();
        }
        ValueType type = load.valueType();
        Load other = new Load(
                load.memory(), load.offset(), load.align(), load.bytes(), !load.signed(), type, load.address());
        int bits = 8 * load.bytes();
        long sign = 1L << (bits - 1);
        if (load.signed()) {
            Expr flipped = Accesses.with(BinaryOperator.XOR, type, other, sign);
            return Optional.of(Accesses.with(BinaryOperator.SUB, type, flipped, sign));
        }
        if (context.random().chance(0.5)) {
            return Optional.of(Accesses.with(BinaryOperator.AND, type, other, (1L << bits) - 1));
        }
        Expr raised = Accesses.with(BinaryOperator.ADD, type, other, sign);
        return Optional.of(Accesses.with(BinaryOperator.XOR, type, raised, sign));
    }
}
