package io.github.mewe.variant.structure;

import io.github.mewe.variant.Step;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.variant.VariantStrategy;
import io.github.mewe.variant.structure.Transformation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Changes the structure of a function: the shape of its control flow, where its code stands, and which locals hold its
 * values. Some transformations that an optimiser would undo alone are here because they survive together with others.
 *
 * <p>Soundness is argued at each transformation.
 */
public final class StructureStrategy implements VariantStrategy {
    private static final int MOST_TRANSFORMATIONS = 3;
    private static final double MINOR_CHANCE = 0.4;

    /** Those whose traces an optimising engine keeps nearly always. */
    private static final List<Transformation> MAJOR = List.of(
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
            new Rematerialisation());

    /** Those that an engine often undoes, unless they meet others. */
    private static final List<Transformation> MINOR = List.of(
            new SelectToIf(),
            new IfInversion(),
            new IfToBlock(),
            new BranchToIf(),
            new LocalSplitting(),
            new LocalPermutation());

    private final List<Transformation> major;
    private final List<Transformation> minor;

    /** The strategy with all its transformations. */
    public StructureStrategy() {
        this(MAJOR, MINOR);
    }

    private StructureStrategy(List<Transformation> major, List<Transformation> minor) {
        this.major = major;
        this.minor = minor;
    }

    @Override
    public String name() {
        return "structure";
    }

    /** The names of the transformations. */
    public List<String> rules() {
        return Stream.concat(major.stream(), minor.stream())
                .map(Transformation::name)
                .toList();
    }

    /**
     * The strategy restricted to one transformation.
     *
     * @param rule the transformation's name
     */
    public StructureStrategy only(String rule) {
        return new StructureStrategy(only(rule, major), only(rule, minor));
    }

    private static List<Transformation> only(String rule, List<Transformation> from) {
        return from.stream()
                .filter(transformation -> transformation.name().equals(rule))
                .toList();
    }

    @Override
    public Optional<Variant> apply(Variant variant, StrategyContext context) {
        VariantRandom random = context.random();
        Variant current = some(major, 1 + random.below(MOST_TRANSFORMATIONS), variant, context);
        if (current == variant || random.chance(MINOR_CHANCE)) {
            current = some(minor, 1 + random.below(MOST_TRANSFORMATIONS), current, context);
        }
        return current == variant ? Optional.empty() : Optional.of(current);
    }

    /** Applies some of the transformations that have a site, in a random order. */
    private Variant some(List<Transformation> transformations, int wanted, Variant variant, StrategyContext context) {
        var candidates = new ArrayList<>(transformations);
        if (context.framePreserving()) {
            candidates.removeIf(Transformation::changesFrame);
        }
        Variant current = variant;
        for (int left = wanted; left > 0 && !candidates.isEmpty(); ) {
            Transformation transformation = candidates.remove(context.random().below(candidates.size()));
            Optional<Outcome> result = transformation.apply(current.body(), context);
            if (result.isPresent()) {
                Outcome outcome =
                        HelperNames.settle(result.get(), current.helpers().size());
                List<Step> steps = List.of(new Step(name(), transformation.name(), outcome.sites()));
                current = current.then(outcome.body(), outcome.helpers(), steps);
                left--;
            }
        }
        return current;
    }
}
