package io.github.mewe.variant;

import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.FunctionBody;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The module around one function, and the limits within which strategies change it.
 *
 * @param functions returns a defined function of the module by its name, if it is small enough for inlining
 * @param mutableIntegerGlobals reads of the module's mutable integer globals, whose values an engine cannot know at
 *     compile time
 * @param allowed the rules that may change the variant: a strategy draws as if all were allowed, and skips the changes
 *     of the others
 */
public record StrategyContext(
        VariantRandom random,
        Workbench workbench,
        Function<String, Optional<FunctionBody>> functions,
        GlobalReads mutableIntegerGlobals,
        VariantLimits limits,
        Predicate<String> allowed) {
    /** A context that allows all rules. */
    public StrategyContext(
            VariantRandom random,
            Workbench workbench,
            Function<String, Optional<FunctionBody>> functions,
            GlobalReads mutableIntegerGlobals,
            VariantLimits limits) {
        this(random, workbench, functions, mutableIntegerGlobals, limits, rule -> true);
    }

    /** The same context with another random source, restricted to some rules. */
    StrategyContext with(VariantRandom otherRandom, Predicate<String> rules) {
        return new StrategyContext(otherRandom, workbench, functions, mutableIntegerGlobals, limits, rules);
    }

    /** The maximum bytes of a variant, divided by those of the original. */
    public double growth() {
        return limits.growth();
    }

    /** The maximum {@linkplain BodyCost cost} of a variant. */
    public double costLimit() {
        return limits.costLimit();
    }

    /** Returns true if locals and calls must stay as they are. */
    public boolean framePreserving() {
        return limits.framePreserving();
    }

    /** Returns true if no branch or selection on data may be added. */
    public boolean constantTime() {
        return limits.constantTime();
    }

    /** Reads of the function's locals and of the mutable integer globals. */
    public UnknownValues unknownValues(FunctionBody function) {
        return new UnknownValues(function, mutableIntegerGlobals);
    }

    /** The {@linkplain BodyCost cost} that may be added to a body; negative if it already costs too much. */
    public double costLeft(FunctionBody body) {
        return costLimit() - BodyCost.of(body.root());
    }
}
