package io.github.mewe.variant.structure;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Keeps the value of an integer local in encoded form: every write encodes, every read decodes.
 *
 * <p>Soundness: each encoding is a bijection on the integers modulo 2^n. Its keys are constants, or parameters that the
 * function never writes, so every read decodes the last value written. Parameters are encoded at the start of the
 * function, and so is the initial zero of other locals.
 *
 * <p>Locals with several writes are preferred: where control flow joins, an engine cannot undo the encoding.
 */
final class LocalEncoding implements Transformation {
    private static final int INSTRUCTIONS = 2;

    @Override
    public String name() {
        return "local-encoding";
    }

    @Override
    public boolean changesFrame() {
        return true;
    }

    /** The number of accesses to a local. */
    private static final class Accesses {
        private double weight;
        private int writes;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        List<Accesses> accesses = accesses(function);
        double room = context.costLeft(function);
        List<Integer> candidates = new ArrayList<>();
        List<Integer> joined = new ArrayList<>();
        for (int local = 0; local < function.localCount(); local++) {
            Accesses own = accesses.get(local);
            if (function.localType(local).isInteger() && own.weight > 0 && own.weight * INSTRUCTIONS <= room) {
                candidates.add(local);
                if (own.writes >= 2) {
                    joined.add(local);
                }
            }
        }
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        VariantRandom random = context.random();
        int local = random.pick(joined.isEmpty() ? candidates : joined);
        ValueType type = function.localType(local);
        List<Expr> keys = new ArrayList<>();
        for (int param = 0; param < function.signature().params().size(); param++) {
            if (param != local && function.localType(param).isInteger() && accesses.get(param).writes == 0) {
                keys.add(key(new LocalGet(param, function.localType(param)), type));
            }
        }
        Encoding encoding = Encoding.random(type, keys, random);
        return Optional.of(new Outcome(function.withRoot(encoded(function, local, encoding)), List.of(), List.of()));
    }

    private static Expr key(LocalGet param, ValueType type) {
        return type.equals(ValueType.I64) && param.type().equals(ValueType.I64)
                ? param
                : I32.widened(I32.low(param), type);
    }

    private static List<Accesses> accesses(FunctionBody function) {
        List<Accesses> all = new ArrayList<>();
        for (int i = 0; i < function.localCount(); i++) {
            all.add(new Accesses());
        }
        ExprTransformer.bottomUp(function.root(), (expr, loops) -> {
            if (expr instanceof LocalGet get) {
                all.get(get.index()).weight += BodyCost.runs(loops);
            } else if (expr instanceof LocalSet set) {
                all.get(set.index()).weight += BodyCost.runs(loops);
                all.get(set.index()).writes++;
            }
            return expr;
        });
        return all;
    }

    private static Expr encoded(FunctionBody function, int local, Encoding encoding) {
        ValueType type = function.localType(local);
        boolean isParam = local < function.signature().params().size();
        Expr initial = isParam ? new LocalGet(local, type) : Const.zero(type);
        Expr start = LocalSet.set(local, encoding.encode().apply(initial));
        Expr body = ExprTransformer.bottomUp(function.root(), expr -> {
            if (expr instanceof LocalGet get && get.index() == local) {
                return encoding.decode().apply(get);
            }
            // Unreachable code writes nothing.
            if (expr instanceof LocalSet set
                    && set.index() == local
                    && set.value().isReachable()) {
                Expr value = encoding.encode().apply(set.value());
                return set.tee()
                        ? encoding.decode().apply(new LocalSet(local, value, true, type))
                        : LocalSet.set(local, value);
            }
            return expr;
        });
        return new Block(null, List.of(start, body), body.type());
    }

    /** A bijection and its inverse. */
    private record Encoding(UnaryOperator<Expr> encode, UnaryOperator<Expr> decode) {

        static Encoding random(ValueType type, List<Expr> keys, VariantRandom random) {
            Expr constant = new Const(type, random.bits());
            Expr key = keys.isEmpty() || random.chance(0.5) ? constant : random.pick(keys);
            Const count = new Const(type, 1 + random.below(type.bits() - 1));
            long odd = random.bits() | 1;
            Expr factor = new Const(type, odd);
            Expr inverse = new Const(type, inverse(odd));
            return switch (random.below(5)) {
                case 0 ->
                    new Encoding(
                            e -> of(BinaryOperator.ROTL, of(BinaryOperator.XOR, e, key), count),
                            e -> of(BinaryOperator.XOR, of(BinaryOperator.ROTR, e, count), key));
                case 1 ->
                    new Encoding(
                            e -> of(BinaryOperator.ADD, of(BinaryOperator.MUL, e, factor), key),
                            e -> of(BinaryOperator.MUL, of(BinaryOperator.SUB, e, key), inverse));
                case 2 ->
                    new Encoding(
                            e -> of(BinaryOperator.XOR, of(BinaryOperator.ADD, e, key), constant),
                            e -> of(BinaryOperator.SUB, of(BinaryOperator.XOR, e, constant), key));
                case 3 ->
                    new Encoding(
                            e -> of(BinaryOperator.ROTL, of(BinaryOperator.SUB, e, key), count),
                            e -> of(BinaryOperator.ADD, of(BinaryOperator.ROTR, e, count), key));
                default ->
                    new Encoding(
                            e -> of(BinaryOperator.ADD, of(BinaryOperator.XOR, e, key), constant),
                            e -> of(BinaryOperator.XOR, of(BinaryOperator.SUB, e, constant), key));
            };
        }

        /** The operand comes first, as before; the added key is pure. */
        private static Expr of(BinaryOperator operator, Expr value, Expr key) {
            return IntBinary.of(operator, value.type(), value, key);
        }

        /** The inverse of an odd number modulo 2^64, and so modulo 2^32 (Newton's iteration). */
        private static long inverse(long odd) {
            long inverse = odd;
            for (int i = 0; i < 5; i++) {
                inverse *= 2 - odd * inverse;
            }
            return inverse;
        }
    }
}
