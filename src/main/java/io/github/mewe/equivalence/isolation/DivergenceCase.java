package io.github.mewe.equivalence.isolation;

import io.github.mewe.equivalence.harness.RunOutcome;
import io.github.mewe.equivalence.harness.TestInput;
import io.github.mewe.equivalence.harness.TestInstance;
import io.github.mewe.equivalence.harness.TestModule;
import io.github.mewe.equivalence.harness.ValueGenerator;
import io.github.mewe.report.Manifest;
import io.github.mewe.wasm.FunctionType;
import io.github.mewe.wasm.ModuleSections;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Confirms that a variant diverges from its original, and minimises the input on which it does. */
final class DivergenceCase {
    private static final int MOST_TRIES = 300;

    private final IsolationContext context;
    private final PreparedGroup prepared;
    private final Manifest.Variant variant;
    private final Runs runs;
    private int tries;

    /**
     * How to run the bodies.
     *
     * @param shape their type
     * @param values the values that stubs return
     */
    record Runs(FunctionType shape, ValueGenerator values, long fuel) {
        RunOutcome run(TestInstance instance, TestModule.Body body, TestInput input, boolean keepsCalls) {
            return instance.run(body, shape, input, values, (int) fuel, keepsCalls);
        }
    }

    DivergenceCase(IsolationContext context, PreparedGroup prepared, Manifest.Variant variant, Runs runs) {
        this.context = context;
        this.prepared = prepared;
        this.variant = variant;
        this.runs = runs;
    }

    /**
     * Runs both bodies again: compiled, and interpreted with one NaN for all operations, because the engine may choose
     * which of its operands' NaNs an operation returns.
     *
     * @return the divergence; empty if it does not show in every run, so that it may be a fault of the engine
     */
    Optional<IsolatedDivergence> confirmed(TestModule.Body changed, TestInput input) {
        if (!differs(changed, input) || !differs(changed, input) || !differsInterpreted(input)) {
            return Optional.empty();
        }
        // Of an operation on different NaNs, the engine may choose which one it returns.
        TestInput plain = input.withOneNan(runs.shape().params());
        if (!differs(changed, plain)) {
            return Optional.empty();
        }
        TestInput smaller = smaller(changed, plain);
        // A time limit that interrupted this thread must not keep the document from being written.
        Thread.interrupted();
        return Optional.of(new DivergenceDocument(context, prepared, variant, runs).write(changed, smaller));
    }

    private boolean differsInterpreted(TestInput input) {
        VariantGroup group = prepared.group();
        TestInstance compiled = prepared.instance();
        TestModule module = TestModule.withOneNan(context.modules(), context.memory());
        Set<Integer> real = group.real();
        TestModule.Body one = module.addOriginal(group.function().index(), real);
        TestModule.Body other = module.addVariant(variant.index(), variant.helpers(), real);
        module.settle();
        var interpreted = new TestInstance(
                module, module.write(), compiled.memory(), compiled.recorder(), context.memory(), false);
        return differs(interpreted, one, other, input);
    }

    private boolean differs(TestModule.Body changed, TestInput input) {
        return differs(prepared.instance(), prepared.original(), changed, input);
    }

    private boolean differs(TestInstance instance, TestModule.Body original, TestModule.Body changed, TestInput input) {
        RunOutcome one = runs.run(instance, original, input, false);
        if (!one.isComplete()) {
            return false;
        }
        RunOutcome other = runs.run(instance, changed, input, false);
        return other.end() != RunOutcome.End.FAILED && !other.isSameAs(one);
    }

    /** Removes the parts of the input that the divergence does not need. */
    private TestInput smaller(TestModule.Body changed, TestInput input) {
        TestInput best = input;
        for (int i = best.pokes().size() - 1; i >= 0 && tries < MOST_TRIES; i--) {
            best = better(changed, best, best.withPokes(without(best.pokes(), i)));
        }
        for (int i = 0; i < input.arguments().length && tries < MOST_TRIES; i++) {
            for (long simple : new long[] {0, 1}) {
                TestInput less = best.withArguments(with(best.arguments(), i, simple));
                tries++;
                if (simple != best.arguments()[i] && differs(changed, less)) {
                    best = less;
                    break;
                }
            }
        }
        for (int i = best.effects().size() - 1; i >= 0 && tries < MOST_TRIES; i--) {
            best = better(changed, best, best.withEffects(without(best.effects(), i)));
        }
        long[] initial = initialGlobals();
        for (int i = 0; i < initial.length && tries < MOST_TRIES; i++) {
            best = better(changed, best, best.withGlobals(with(best.globals(), i, initial[i])));
        }
        return best;
    }

    private TestInput better(TestModule.Body changed, TestInput best, TestInput less) {
        tries++;
        return differs(changed, less) ? less : best;
    }

    private static <T> List<T> without(List<T> all, int index) {
        var rest = new ArrayList<>(all);
        rest.remove(index);
        return rest;
    }

    private static long[] with(long[] values, int index, long value) {
        long[] changed = Arrays.copyOf(values, values.length);
        changed[index] = value;
        return changed;
    }

    private long[] initialGlobals() {
        var initial = new ArrayList<Long>();
        for (int i = 0; i < context.memory().globals().size(); i++) {
            ModuleSections.Global global = context.memory().globals().get(i);
            if (global.isMutable() && global.type().isScalar()) {
                initial.add(global.type().truncate(context.memory().value(i)));
            }
        }
        return initial.stream().mapToLong(Long::longValue).toArray();
    }
}
