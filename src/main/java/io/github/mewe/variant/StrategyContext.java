package io.github.mewe.variant;

import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a strategy may know and use while it changes one function.
 *
 * @param random the random source
 * @param workbench the native library's passes
 * @param functions a defined function of the module by its name, if it is small enough to be inlined
 * @param mutableIntegerGlobals reads of the module's mutable integer globals: data that an engine cannot know when it
 *     compiles
 * @param growth the bytes of a variant over those of the original, at most; at least 1
 * @param mostCost what a variant may {@linkplain BodyCost cost} at most
 * @param framePreserving whether locals and calls must stay as they are, because control may come back into a
 *     half-finished call
 * @param allowed by which rules the variant may be changed: a strategy draws as if by all, and leaves out what the
 *     others would do
 */
public record StrategyContext(
        VariantRandom random,
        Workbench workbench,
        Function<String, Optional<FunctionBody>> functions,
        List<GlobalGet> mutableIntegerGlobals,
        double growth,
        double mostCost,
        boolean framePreserving,
        Predicate<String> allowed) {
    /** Copies the list. */
    public StrategyContext {
        mutableIntegerGlobals = List.copyOf(mutableIntegerGlobals);
    }

    /** A context in which all rules are allowed. */
    public StrategyContext(
            VariantRandom random,
            Workbench workbench,
            Function<String, Optional<FunctionBody>> functions,
            List<GlobalGet> mutableIntegerGlobals,
            double growth,
            double mostCost,
            boolean framePreserving) {
        this(random, workbench, functions, mutableIntegerGlobals, growth, mostCost, framePreserving, rule -> true);
    }

    /** The same with another random source, and with some rules alone. */
    StrategyContext with(VariantRandom otherRandom, Predicate<String> rules) {
        return new StrategyContext(
                otherRandom, workbench, functions, mutableIntegerGlobals, growth, mostCost, framePreserving, rules);
    }

    /**
     * Reads of locals of a function and of the mutable integer globals: data that nothing is known of.
     *
     * @param function the function
     * @param types which locals, by their types
     */
    public List<Expr> data(FunctionBody function, Predicate<ValueType> types) {
        var data = new ArrayList<Expr>();
        for (int i = 0; i < function.localCount(); i++) {
            ValueType type = function.localType(i);
            if (types.test(type)) {
                data.add(new LocalGet(i, type));
            }
        }
        data.addAll(mutableIntegerGlobals);
        return data;
    }

    /**
     * What may be added to the {@linkplain BodyCost cost} of a body.
     *
     * @param body the variant as it is
     * @return below zero if the body is too costly already
     */
    public double costLeft(FunctionBody body) {
        return mostCost - BodyCost.of(body.root());
    }
}
