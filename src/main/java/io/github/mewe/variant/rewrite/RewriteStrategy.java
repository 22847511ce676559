package io.github.mewe.variant.rewrite;

import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.variant.SiteReplacements;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.Survival;
import io.github.mewe.variant.TemporaryLocals;
import io.github.mewe.variant.UnknownValues;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.variant.VariantStrategy;
import io.github.mewe.variant.VisitBudget;
import io.github.mewe.variant.WeightedList;
import io.github.mewe.variant.rewrite.RewriteRule.Equality;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Applies proved identities of integers, of vector lanes and of the bits of floats at random sites: plain algebraic
 * ones and mixed boolean-arithmetic ones (Zhou et al., "Information Hiding in Software with Mixed Boolean-Arithmetic
 * Transforms", 2007).
 *
 * <p>Soundness: a solver proves every rule for all values in the build. {@link RuleApplication} argues that operands
 * are evaluated as before. A rule of {@linkplain Equality#TRUTH truth} is applied only to the condition of an
 * {@code if} or {@code br_if}, which distinguishes only zero from other values.
 */
public final class RewriteStrategy implements VariantStrategy {
    private static final double MIN_SHARE_OF_GROWTH = 0.2;
    private static final double MAX_SHARE_OF_GROWTH = 0.8;
    private static final int TYPICAL_ADDED_BYTES = 9;
    private static final int RULE_TRIES = 3;

    private final RuleIndex valueRules;
    private final WeightedList<PreparedRule> truthRules;
    private final RuleTable table;

    /**
     * Creates a strategy from a table of rules.
     *
     * @param table the rules
     */
    public RewriteStrategy(RuleTable table) {
        this.table = table;
        Survival survival = Survival.load();
        ToDoubleFunction<PreparedRule> weight =
                rule -> survival.weight(name(), rule.rule().name());
        valueRules = new RuleIndex(prepared(Equality.VALUE), weight);
        truthRules = new WeightedList<>(prepared(Equality.TRUTH), weight);
    }

    private List<PreparedRule> prepared(Equality equality) {
        return table.rules().stream()
                .filter(rule -> rule.equality() == equality)
                .map(PreparedRule::of)
                .toList();
    }

    @Override
    public String name() {
        return "rewrite";
    }

    @Override
    public List<String> rules() {
        return table.rules().stream().map(RewriteRule::name).distinct().toList();
    }

    @Override
    public VariantStrategy only(String rule) {
        List<RewriteRule> rules = table.rules().stream()
                .filter(candidate -> candidate.name().equals(rule))
                .toList();
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("no such rule: " + rule);
        }
        return new RewriteStrategy(new RuleTable(rules));
    }

    @Override
    public Optional<Variant> apply(Variant variant, StrategyContext context) {
        FunctionBody function = variant.body();
        int sites = sitesIn(function.root());
        if (sites == 0) {
            return Optional.empty();
        }
        int bytes = context.bytes(function);
        double growth = (context.growth() - 1) * context.random().between(MIN_SHARE_OF_GROWTH, MAX_SHARE_OF_GROWTH);
        double share = Math.min(0.9, Math.max(1.5, growth * bytes / TYPICAL_ADDED_BYTES) / sites);
        var rewriter = new Rewriter(function, context, share, context.random().below(sites));
        Expr root = ExprTransformer.bottomUp(function.root(), rewriter::visit);
        if (rewriter.replacements.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                variant.then(function.with(root, rewriter.temporaries.added()), name(), rewriter.replacements));
    }

    private int sitesIn(Expr expr) {
        int sites = isSite(expr) ? 1 : 0;
        for (int i = 0, size = expr.childCount(); i < size; i++) {
            sites += sitesIn(expr.child(i));
        }
        return sites;
    }

    private boolean isSite(Expr expr) {
        return (valueRules.of(expr) != null && expr.isReachable())
                || (!truthRules.isEmpty() && conditionOf(expr) != null);
    }

    private static Expr conditionOf(Expr expr) {
        if (expr instanceof If conditional) {
            return conditional.condition().isReachable() ? conditional.condition() : null;
        }
        return expr instanceof Break jump
                        && jump.condition() != null
                        && jump.condition().isReachable()
                ? jump.condition()
                : null;
    }

    /** A node and the rule that made it, if any. */
    private record Rewritten(Expr expr, Optional<String> rule) {}

    /** One walk over one body. */
    private final class Rewriter {
        private final VariantRandom random;
        private final Predicate<String> allowed;
        private final boolean constantTime;
        private final double share;
        private final int forcedSite;
        private final TemporaryLocals temporaries;
        private final UnknownValues noise;
        private final VisitBudget visits;
        private final SiteReplacements replacements = new SiteReplacements();
        private double costLeft;
        private int node = -1;
        private int site = -1;

        Rewriter(FunctionBody function, StrategyContext context, double share, int forcedSite) {
            this.random = context.random();
            this.allowed = context.allowed();
            this.constantTime = context.constantTime();
            this.share = share;
            this.forcedSite = forcedSite;
            this.costLeft = context.costLeft(function);
            this.temporaries = new TemporaryLocals(function, !context.framePreserving());
            this.noise = context.unknownValues(function);
            this.visits = VisitBudget.of(function.root());
        }

        Expr visit(Expr expr, int loops) {
            node++;
            if (!isSite(expr)) {
                return expr;
            }
            site++;
            if (site != forcedSite && !random.chance(share)) {
                return expr;
            }
            Expr condition = conditionOf(expr);
            if (condition == null) {
                Rewritten rewritten = rewritten(expr, valueRules.of(expr), loops);
                rewritten.rule().ifPresent(rule -> replacements.add(node, rule, rewritten.expr()));
                return rewritten.expr();
            }
            List<Expr> children = new ArrayList<>(expr.children());
            // The condition is the first child of an if and the last child of a branch.
            int index = expr instanceof If ? 0 : children.size() - 1;
            Rewritten rewritten = rewritten(condition, truthRules, loops);
            rewritten.rule().ifPresent(rule -> replacements.addChild(node, index, rule, rewritten.expr()));
            children.set(index, rewritten.expr());
            return expr.withChildren(children);
        }

        private Rewritten rewritten(Expr expr, WeightedList<PreparedRule> rules, int loops) {
            if (!visits.covers(expr)) {
                return new Rewritten(expr, Optional.empty());
            }
            for (int i = 0; i < RULE_TRIES; i++) {
                PreparedRule rule = random.pick(rules);
                if (constantTime && rule.addsChoice()) {
                    continue;
                }
                Optional<RuleApplication> match = RuleApplication.match(rule, expr);
                Optional<Expr> result =
                        match.isPresent() ? match.get().replacement(random, noise, temporaries) : Optional.empty();
                if (result.isPresent() && isAffordable(expr, result.get(), loops)) {
                    String name = rule.rule().name();
                    return allowed.test(name)
                            ? new Rewritten(result.get(), Optional.of(name))
                            : new Rewritten(expr, Optional.empty());
                }
            }
            return new Rewritten(expr, Optional.empty());
        }

        private boolean isAffordable(Expr before, Expr after, int loops) {
            double added = (BodyCost.of(after) - BodyCost.of(before)) * BodyCost.runs(loops);
            if (added > costLeft) {
                return false;
            }
            costLeft -= added;
            return true;
        }
    }
}
