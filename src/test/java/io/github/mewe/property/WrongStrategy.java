package io.github.mewe.property;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.variant.Step;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantStrategy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A strategy with a fault, which replaces one node by something that is not equivalent.
 *
 * @param rule its only rule
 * @param matches the nodes of which it replaces one
 * @param replacement returns the replacement of such a node
 */
public record WrongStrategy(String rule, Predicate<Expr> matches, UnaryOperator<Expr> replacement)
        implements VariantStrategy {
    /** A name that no correct strategy has. */
    public static final String NAME = "wrong";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Variant> apply(Variant variant, StrategyContext context) {
        int sites = ExprWalk.count(variant.body().root(), matches);
        if (sites == 0) {
            return Optional.empty();
        }
        int site = context.random().below(sites);
        var seen = new AtomicInteger();
        Expr root = ExprTransformer.bottomUp(
                variant.body().root(),
                expr -> matches.test(expr) && seen.getAndIncrement() == site ? replacement.apply(expr) : expr);
        return Optional.of(variant.then(variant.body().withRoot(root), List.of(new Step(name(), rule, List.of(site)))));
    }

    @Override
    public List<String> rules() {
        return List.of(rule);
    }

    @Override
    public VariantStrategy only(String wanted) {
        return this;
    }
}
