package io.github.mewe.variant.memory;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.ir.ValueType;
import java.util.Optional;

/**
 * Reads an integer with the other sign, or as the other integer type, and corrects it.
 *
 * <p>Soundness: the same bytes are read at the same place. The low bits of the result are the same with and without
 * sign; masking the others, or the sign bit's flip and its subtraction, gives what the original load gives.
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
        if (!(access instanceof Load load) || !load.valueType().isInteger()) {
            return Optional.empty();
        }
        boolean narrow = load.bytes() < load.valueType().bytes();
        if (narrow && site.random().chance(0.6)) {
            return Optional.of(otherSign(load));
        }
        return otherType(load, site);
    }

    private static Expr otherSign(Load load) {
        ValueType type = load.valueType();
        Load other = as(load, type, !load.signed());
        int bits = 8 * load.bytes();
        if (!load.signed()) {
            return Accesses.with(BinaryOperator.AND, type, other, (1L << bits) - 1);
        }
        Expr flipped = Accesses.with(BinaryOperator.XOR, type, other, 1L << (bits - 1));
        return Accesses.with(BinaryOperator.SUB, type, flipped, 1L << (bits - 1));
    }

    private static Optional<Expr> otherType(Load load, Site site) {
        if (load.valueType().equals(ValueType.I32)) {
            boolean signed = load.bytes() == 4 ? site.random().chance(0.5) : load.signed();
            return Optional.of(IntUnary.of(UnaryOperator.WRAP, ValueType.I64, as(load, ValueType.I64, signed)));
        }
        if (load.bytes() == 8) {
            return Optional.empty();
        }
        UnaryOperator extension = load.signed() ? UnaryOperator.EXTEND_S : UnaryOperator.EXTEND_U;
        boolean signed = load.bytes() < 4 && load.signed();
        return Optional.of(IntUnary.of(extension, ValueType.I32, as(load, ValueType.I32, signed)));
    }

    private static Load as(Load load, ValueType type, boolean signed) {
        return new Load(load.memory(), load.offset(), load.align(), load.bytes(), signed, type, load.address());
    }
}
