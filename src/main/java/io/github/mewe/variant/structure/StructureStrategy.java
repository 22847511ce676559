package io.github.mewe.variant.structure;

import io.github.mewe.ir.FunctionBody;
import io.github.mewe.variant.Step;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.variant.VariantStrategy;
import io.github.mewe.variant.structure.Transformation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes the structure of a function: the shape of its control flow, where its code stands, and which locals hold its
 * values. Some transformations that an optimiser would undo alone are here because they survive together with others.
 *
 * <p>Soundness is argued at each transformation.
 */
public final class StructureStrategy implements VariantStrategy {
    private static final int MOST_TRANSFORMATIONS = 3;

    private static final List<Transformation> TRANSFORMATIONS = List.of(
            new LoopPeeling(),
            new LoopUnrolling(),
            new LoopRotation(),
            new BlockSplitting(),
            new OpaqueCondition(),
            new OpaqueConstant(),
            new OpaqueGuard(),
            new BogusPath(),
            new Outlining(),
            new Inlining(),
            new SelectToIf(),
            new IfInversion(),
            new IfToBlock(),
            new BranchToIf(),
            new LocalSplitting(),
            new LocalPermutation());

    private final List<Transformation> transformations;

    /** The strategy with all its transformations. */
    public StructureStrategy() {
        this(TRANSFORMATIONS);
    }

    private StructureStrategy(List<Transformation> transformations) {
        this.transformations = transformations;
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
        int wanted = 1 + random.below(MOST_TRANSFORMATIONS);
        Variant current = variant;
        while (wanted > 0 && !candidates.isEmpty()) {
            Transformation transformation = candidates.remove(random.below(candidates.size()));
            FunctionBody before = current.body();
            Optional<Outcome> result = transformation.apply(before, context);
            if (result.isPresent()) {
                Outcome outcome =
                        HelperNames.settle(result.get(), current.helpers().size());
                List<Step> steps = List.of(new Step(name(), transformation.name(), outcome.sites()));
                current = current.then(outcome.body(), outcome.helpers(), steps);
                wanted--;
            }
        }
        return current == variant ? Optional.empty() : Optional.of(current);
    }
}
