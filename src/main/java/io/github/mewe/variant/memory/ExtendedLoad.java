package io.github.mewe.variant.memory;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.Load;
import io.github.mewe.wasm.ValueType;
import java.util.Optional;

/**
 * Reads an integer of fewer bytes than its type has with the other sign, and corrects it.
 *
 * <p>Soundness: the same bytes are read at the same place. The low bits of the result are the same with and without
 * sign. The others are masked away, or made by flipping the sign bit and subtracting or adding it.
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
    public Optional<Expr> apply(Expr access, Site site) {
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
        if (site.random().chance(0.5)) {
            return Optional.of(Accesses.with(BinaryOperator.AND, type, other, (1L << bits) - 1));
        }
        Expr raised = Accesses.with(BinaryOperator.ADD, type, other, sign);
        return Optional.of(Accesses.with(BinaryOperator.XOR, type, raised, sign));
    }
}
