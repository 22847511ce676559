package io.github.mewe.variant.optimize;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.variant.Step;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantStrategy;
import java.util.List;
import java.util.Optional;

/**
 * Runs a pipeline of Binaryen passes over a copy of the function.
 *
 * <p>Soundness: the passes are those of a production optimiser. They run with options that preserve traps, and each
 * works on one function only. Passes that fold floating-point values at build time are excluded, since the engine may
 * choose a different NaN.
 */
public final class OptimizeStrategy implements VariantStrategy {
    private static final List<List<String>> PIPELINES = List.of(
            List.of("flatten", "rereloop", "simplify-locals-nonesting", "vacuum"),
            List.of("flatten", "rereloop", "coalesce-locals", "vacuum"),
            List.of("flatten", "licm", "simplify-locals-nonesting", "coalesce-locals", "vacuum"),
            List.of("flatten", "local-cse", "simplify-locals-notee-nostructure", "vacuum"),
            List.of("ssa-nomerge", "simplify-locals-nostructure", "coalesce-locals-learning", "vacuum"),
            List.of("untee", "simplify-locals-notee", "merge-locals", "vacuum"),
            List.of("local-cse", "code-pushing", "simplify-locals", "remove-unused-brs", "vacuum"),
            List.of("code-folding", "merge-blocks", "remove-unused-brs", "remove-unused-names", "vacuum"));

    private final List<List<String>> pipelines;

    /** Creates the strategy with all pipelines. */
    public OptimizeStrategy() {
        this(PIPELINES);
    }

    private OptimizeStrategy(List<List<String>> pipelines) {
        this.pipelines = pipelines;
    }

    /** The size limit for bodies: the passes' running time grows faster than the body. */
    private static final int MAX_LOCALS = 300;

    private static final int MAX_INSTRUCTIONS = 1500;

    @Override
    public String name() {
        return "optimize";
    }

    @Override
    public List<String> rules() {
        return pipelines.stream().map(OptimizeStrategy::nameOf).toList();
    }

    @Override
    public VariantStrategy only(String rule) {
        return pipelines.stream()
                .filter(pipeline -> nameOf(pipeline).equals(rule))
                .findFirst()
                .map(pipeline -> new OptimizeStrategy(List.of(pipeline)))
                .orElseThrow(() -> new IllegalArgumentException("no such pipeline: " + rule));
    }

    private static String nameOf(List<String> pipeline) {
        return String.join(" ", pipeline);
    }

    @Override
    public Optional<Variant> apply(Variant variant, StrategyContext context) {
        FunctionBody function = variant.body();
        if (context.framePreserving()
                || function.localCount() > MAX_LOCALS
                || !ExprStatistics.isAtMost(function.root(), MAX_INSTRUCTIONS)) {
            return Optional.empty();
        }
        List<String> passes = context.random().pick(pipelines);
        return context.workbench()
                .optimize(function, variant.helpers(), passes)
                .filter(body -> keepsTraps(function, body))
                .map(body -> variant.then(body, List.of(new Step(name(), nameOf(passes), List.of()))));
    }

    /**
     * Returns false if an access through a null reference became {@code unreachable}. A pass does that itself, or
     * Binaryen does it when a null constant is written in place of the reference. Both forms trap, but for different
     * reasons, which hosts can observe.
     */
    private static boolean keepsTraps(FunctionBody before, FunctionBody after) {
        boolean usesReferences = ExprWalk.any(before.root(), expr -> expr.type().isReference());
        return !usesReferences
                || (ExprWalk.count(after.root(), Unreachable.class::isInstance)
                                <= ExprWalk.count(before.root(), Unreachable.class::isInstance)
                        && ExprWalk.count(after.root(), OptimizeStrategy::isReferenceConstant)
                                <= ExprWalk.count(before.root(), OptimizeStrategy::isReferenceConstant));
    }

    private static boolean isReferenceConstant(Expr expr) {
        return expr instanceof Opaque
                && expr.type().isReference()
                && expr.children().isEmpty();
    }
}
