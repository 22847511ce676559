package io.github.mewe.variant.structure;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.Select;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.VariantRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Combines the condition of an {@code if}, {@code br_if} or {@code select} with an opaque predicate.
 *
 * <p>Soundness: the predicate {@code p} is pure and 1 for all data (proved in the build). The condition {@code c} is
 * evaluated once, and each form keeps its value: {@code c & (0 - p)} is {@code c & -1}; {@code c | (p == 0)}, {@code c
 * ^ (p == 0)} and {@code c << (p == 0)} combine it with 0; {@code c * p} multiplies it by 1.
 */
final class OpaqueCondition implements Transformation {
    private static final double SHARE = 0.3;
    private static final int ADDED = 9;

    @Override
    public String name() {
        return "opaque-condition";
    }

    @Override
    public boolean changesFrame() {
        return false;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        OpaqueData data = new OpaqueData(function, context);
        if (!data.exists()) {
            return Optional.empty();
        }
        return ChangedSites.changeCheaply(
                        function,
                        context,
                        expr -> indexOfCondition(expr) >= 0,
                        ADDED,
                        SHARE,
                        expr -> combine(expr, data, context.random()))
                .map(sites -> sites.outcome(function));
    }

    private static int indexOfCondition(Expr expr) {
        int index = -1;
        if (expr instanceof If) {
            index = 0;
        } else if (expr instanceof Select) {
            index = 2;
        } else if (expr instanceof Break jump && jump.condition() != null) {
            index = jump.children().size() - 1;
        }
        return index >= 0 && expr.children().get(index).isReachable() ? index : -1;
    }

    private static Expr combine(Expr expr, OpaqueData data, VariantRandom random) {
        List<Expr> children = new ArrayList<>(expr.children());
        int index = indexOfCondition(expr);
        children.set(index, combined(children.get(index), data, random));
        return expr.withChildren(children);
    }

    private static Expr combined(Expr condition, OpaqueData data, VariantRandom random) {
        Expr truth = data.truth(condition);
        return switch (random.below(5)) {
            case 0 -> I32.of(BinaryOperator.AND, condition, I32.of(BinaryOperator.SUB, I32.zero(), truth));
            case 1 -> I32.of(BinaryOperator.OR, condition, I32.not(truth));
            case 2 -> I32.of(BinaryOperator.XOR, condition, I32.not(truth));
            case 3 -> I32.of(BinaryOperator.SHL, condition, I32.not(truth));
            default -> I32.of(BinaryOperator.MUL, condition, truth);
        };
    }
}
