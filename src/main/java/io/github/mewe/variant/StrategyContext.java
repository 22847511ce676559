package io.github.mewe.variant;

import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.Expr;
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
 * @param measures the measures of bodies in this context
 */
public record StrategyContext(
        VariantRandom random,
        Workbench workbench,
        Function<String, Optional<FunctionBody>> functions,
        GlobalReads mutableIntegerGlobals,
        VariantLimits limits,
        Predicate<String> allowed,
        BodyMeasures measures) {
    /** A context that allows all rules. */
    public StrategyContext(
            VariantRandom random,
            Workbench workbench,
            Function<String, Optional<FunctionBody>> functions,
            GlobalReads mutableIntegerGlobals,
            VariantLimits limits) {
        this(random, workbench, functions, mutableIntegerGlobals, limits, rule -> true, new BodyMeasures());
    }

    /** The same context with another random source, restricted to some rules. */
    StrategyContext with(VariantRandom otherRandom, Predicate<String> rules) {
        return new StrategyContext(
                otherRandom, workbench, functions, mutableIntegerGlobals, limits, rules, new BodyMeasures());
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
        return costLimit() - measures.cost(body);
    }

    /** The estimated {@linkplain BodyCost cost} of a run of a variant, including the helpers that the body calls. */
    public double cost(Variant variant) {
        return measures.cost(variant);
    }

    /** Returns true if a body is known to have no node of a kind. */
    public boolean lacks(FunctionBody body, Class<? extends Expr> kind) {
        return measures.lacks(body, kind);
    }

    /** The estimated size in bytes of a variant's body and helpers. */
    int bytes(Variant variant) {
        return variant.helpers().isEmpty() ? bytes(variant.body()) : variant.bytes();
    }

    /** The estimated size of a body in bytes. */
    public int bytes(FunctionBody body) {
        return measures.bytes(body);
    }
}
