package io.github.mewe.variant.structure;

import io.github.mewe.ir.Expr;
import io.github.mewe.variant.Step;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.Survival;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.variant.VariantStrategy;
import io.github.mewe.variant.structure.Transformation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Changes the structure of a function: its control flow, the placement of its code, and the locals that hold its
 * values. It includes some transformations that an optimiser would undo alone, because they survive in combination with
 * others.
 *
 * <p>Each transformation argues its own soundness.
 */
public final class StructureStrategy implements VariantStrategy {
    private static final int MAX_TRANSFORMATIONS = 3;

    private static final List<Transformation> ALL = List.of(
            new LoopPeeling(),
            new LoopUnrolling(),
            new LoopRotation(),
            new BlockSplitting(),
            new OpaqueCondition(),
            new OpaqueConstant(),
            new OpaqueGuard(),
            new BogusPath(),
            new SwitchToCompares(),
            new ComparesToSwitch(),
            new TailDuplication(),
            new DispatchLoop(),
            new FunctionSplitting(),
            new CalleeMerging(),
            new Outlining(),
            new Inlining(),
            new LocalEncoding(),
            new Rematerialisation(),
            new SelectToIf(),
            new IfInversion(),
            new IfToBlock(),
            new BranchToIf(),
            new LocalSplitting(),
            new LocalPermutation());

    private final List<Transformation> transformations;
    private final Map<Transformation, Double> weights;

    /** Creates the strategy with all transformations. */
    public StructureStrategy() {
        this(ALL);
    }

    private StructureStrategy(List<Transformation> transformations) {
        this.transformations = transformations;
        Survival survival = Survival.load();
        this.weights = transformations.stream()
                .collect(Collectors.toMap(
                        Function.identity(), transformation -> survival.weight(name(), transformation.name())));
    }

    @Override
    public String name() {
        return "structure";
    }

    @Override
    public List<String> rules() {
        return transformations.stream().map(Transformation::name).toList();
    }

    @Override
    public VariantStrategy only(String rule) {
        return transformations.stream()
                .filter(transformation -> transformation.name().equals(rule))
                .findFirst()
                .map(transformation -> new StructureStrategy(List.of(transformation)))
                .orElseThrow(() -> new IllegalArgumentException("no such transformation: " + rule));
    }

    @Override
    public Optional<Variant> apply(Variant variant, StrategyContext context) {
        VariantRandom random = context.random();
        var candidates = new ArrayList<>(transformations);
        if (context.framePreserving()) {
            candidates.removeIf(Transformation::changesFrame);
        }
        if (context.constantTime()) {
            candidates.removeIf(Transformation::branchesOnData);
        }
        Variant current = variant;
        int wanted = 1 + random.below(MAX_TRANSFORMATIONS);
        while (wanted > 0 && !candidates.isEmpty()) {
            Transformation transformation = random.pick(candidates, weights::get);
            candidates.remove(transformation);
            Optional<Variant> changed =
                    changed(transformation, current, context).filter(v -> context.cost(v) <= context.costLimit());
            if (changed.isPresent()) {
                if (context.allowed().test(transformation.name())) {
                    current = changed.get();
                }
                wanted--;
            }
        }
        return current == variant ? Optional.empty() : Optional.of(current);
    }

    private Optional<Variant> changed(Transformation transformation, Variant variant, StrategyContext context) {
        Class<? extends Expr> kind = transformation.siteKind();
        if (kind != Expr.class && context.lacks(variant.body(), kind)) {
            return Optional.empty();
        }
        return transformation.apply(variant.body(), context).map(result -> {
            Outcome outcome = HelperNames.settle(result, variant.helpers().size());
            List<Step> steps = List.of(new Step(name(), transformation.name(), outcome.sites()));
            return variant.then(outcome.body(), outcome.helpers(), steps);
        });
    }
}
