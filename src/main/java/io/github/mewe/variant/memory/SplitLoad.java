package io.github.mewe.variant.memory;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.VectorConst;
import io.github.mewe.wasm.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * Splits a load into loads of its two halves, and combines them.
 *
 * <p>Soundness: each half lies within the bytes of the original load, so neither traps unless the original does. If a
 * byte of the original lies outside memory, it belongs to one of the halves, which traps. Nothing happens between the
 * two loads, and no other thread can write, since shared memories are excluded. The bits of the halves are disjoint, so
 * their sum, bitwise or and bitwise exclusive or are equal.
 */
final class SplitLoad implements MemoryShape {
    private static final List<BinaryOperator> JOINS =
            List.of(BinaryOperator.OR, BinaryOperator.ADD, BinaryOperator.XOR);

    @Override
    public String name() {
        return "load-split";
    }

    @Override
    public int cost() {
        return 4;
    }

    @Override
    public Optional<Expr> apply(Expr access, ShapeContext context) {
        if (!(access instanceof Load load)
                || load.memory().shared()
                || load.bytes() == 1
                || !Accesses.isOffset(load.memory(), load.offset(), load.bytes())) {
            return Optional.empty();
        }
        return context.keep(load.address(), LocalAccess.of(load.address()).writes(), ShapeContext.busy(load.address()))
                .map(address -> load.bytes() == 16 ? vector(load, address) : scalar(load, address, context));
    }

    private static Expr scalar(Load load, ShapeContext.Kept address, ShapeContext context) {
        ValueType type = Accesses.integerOf(load.valueType());
        int half = load.bytes() / 2;
        boolean lowFirst = context.random().chance(0.5);
        Expr low = Accesses.part(load, 0, half, false, type, lowFirst ? address.first() : address.again());
        Expr high = Accesses.part(load, half, half, load.signed(), type, lowFirst ? address.again() : address.first());
        Expr shifted = Accesses.with(BinaryOperator.SHL, type, high, 8L * half);
        BinaryOperator join = context.random().pick(JOINS);
        Expr joined = lowFirst ? IntBinary.of(join, type, low, shifted) : IntBinary.of(join, type, shifted, low);
        return Accesses.reinterpreted(joined, load.valueType());
    }

    private static Expr vector(Load load, ShapeContext.Kept address) {
        Expr low = Accesses.part(load, 0, 8, false, ValueType.I64, address.first());
        Expr high = Accesses.part(load, 8, 8, false, ValueType.I64, address.again());
        return Numeric.of(
                "v128.bitselect",
                Numeric.of("i64x2.splat", low),
                Numeric.of("i64x2.splat", high),
                new VectorConst(-1, 0));
    }
}
