package io.github.mewe.equivalence.isolation;

import io.github.mewe.equivalence.harness.BodyFacts;
import io.github.mewe.equivalence.harness.InputGenerator;
import io.github.mewe.equivalence.harness.ModulePair;
import io.github.mewe.equivalence.harness.RunOutcome;
import io.github.mewe.equivalence.harness.TestInput;
import io.github.mewe.equivalence.harness.TestInstance;
import io.github.mewe.equivalence.harness.TestModule;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import io.github.mewe.wasm.FunctionType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs the original of a group on many inputs, selects some of them, and runs the variants on these. */
final class VariantGroupRunner {
    /** The work of one run of a variant. */
    private static final long WORK_PER_RUN = 20_000_000;

    private final IsolationContext context;
    private final PreparedGroup prepared;
    private final TestInstance instance;
    private final FunctionType shape;
    private final InputGenerator generator;
    private final InputSearch search;
    private final ReferenceSelection selection;

    VariantGroupRunner(IsolationContext context, PreparedGroup prepared) {
        this.context = context;
        this.prepared = prepared;
        this.instance = prepared.instance();
        int function = prepared.group().function().index();
        this.shape = ModulePair.functionType(context.modules().input(), function);
        this.generator = new InputGenerator(
                context.memory(),
                shape,
                BodyFacts.of(
                        context.modules().input(), context.modules().input().body(function)));
        this.selection = new ReferenceSelection(
                context.settings().inputs(), instance.marks(prepared.original()).instructions());
        this.search = new InputSearch(
                context, prepared, (input, fuel) -> run(prepared.original(), input, fuel), generator, selection);
    }

    /** Returns one result per variant. */
    List<IsolatedVariant> run() {
        List<ReferenceRun> references = selection.select(search.run());
        List<Manifest.Variant> variants = prepared.group().variants();
        var results = new ArrayList<IsolatedVariant>();
        for (int i = 0; i < variants.size(); i++) {
            results.add(compareOrFail(variants.get(i), prepared.variant(i), references));
        }
        return results;
    }

    private RunOutcome run(TestModule.Body body, TestInput input, long fuel) {
        return instance.run(body, shape, input, generator.values(), (int) fuel, false);
    }

    /** An exception costs this variant alone. */
    private IsolatedVariant compareOrFail(
            Manifest.Variant variant, TestModule.Body body, List<ReferenceRun> references) {
        try {
            return compare(variant, body, references);
        } catch (RuntimeException | StackOverflowError e) {
            return IsolatedVariant.notExecuted(prepared.group().function(), variant, IsolatedVariant.failure(e));
        }
    }

    private IsolatedVariant compare(Manifest.Variant variant, TestModule.Body body, List<ReferenceRun> references) {
        TestInstance.Marks marks = instance.marks(body);
        marks.clear();
        int executed = 0;
        Set<String> doubts = new HashSet<>();
        for (ReferenceRun reference : references) {
            if (context.isOutOfTime()) {
                doubts.add(IsolationContext.OUT_OF_TIME_AMID);
                break;
            }
            RunOutcome expected = reference.outcome();
            long bound = (expected.spent() + expected.calls() + 1L) * (marks.instructions() + 16L);
            long least = 4L * expected.spent() + context.settings().fuel();
            long fuel = Math.min(bound, Math.max(least, WORK_PER_RUN / (marks.instructions() + 1)));
            RunOutcome outcome = run(body, reference.input(), fuel);
            marks.take();
            if (!outcome.isComplete() && context.isOutOfTime()) {
                continue;
            }
            if (outcome.isComplete() && outcome.isSameAs(expected)) {
                executed++;
                continue;
            }
            boolean isEndless = outcome.end() == RunOutcome.End.EXHAUSTED
                    && (outcome.spent() > fuel && fuel == bound || outcome.calls() > expected.calls());
            if (!outcome.isComplete() && !isEndless) {
                if (outcome.end() == RunOutcome.End.FAILED) {
                    doubts.add("the engine failed: " + outcome.trap());
                }
                continue;
            }
            if (instance.usesCanaryWord(
                    prepared.original(), body, shape, reference.input(), generator.values(), (int) fuel)) {
                doubts.add("some inputs point to the word where its canary lies");
                continue;
            }
            var divergence = new DivergenceCase(
                    context, prepared, variant, new DivergenceCase.Runs(shape, generator.values(), fuel));
            Optional<IsolatedDivergence> found = divergence.confirmed(body, reference.input());
            if (found.isPresent()) {
                return result(variant, IsolatedVariant.DIVERGENT, executed, marks, null, found);
            }
            doubts.add("on some inputs two runs differ, or the engine's compiler and interpreter disagree");
        }
        if (executed == 0) {
            return result(variant, IsolatedVariant.NOT_EXECUTED, 0, marks, nothingRan(doubts), Optional.empty());
        }
        return result(
                variant, IsolatedVariant.EXECUTED, executed, marks, limits(executed, marks, doubts), Optional.empty());
    }

    private String nothingRan(Set<String> doubts) {
        if (!doubts.isEmpty()) {
            return String.join("; ", doubts);
        }
        if (!search.failure().isEmpty()) {
            return "the engine failed on the original: " + search.failure();
        }
        return context.isOutOfTime()
                ? IsolationContext.OUT_OF_TIME
                : "no terminating input found: every run exhausted its fuel";
    }

    /** The limits of an execution as a reason; null if there are none. */
    private String limits(int executed, TestInstance.Marks marks, Set<String> doubts) {
        var reasons = new ArrayList<String>(doubts);
        if (executed < context.settings().inputs()) {
            reasons.add("too few terminating inputs found");
        }
        if (!marks.areComplete()) {
            reasons.add("no input reached the other instructions, some of which may be unreachable");
        }
        return reasons.isEmpty() ? null : String.join("; ", reasons);
    }

    private IsolatedVariant result(
            Manifest.Variant variant,
            String status,
            int executed,
            TestInstance.Marks marks,
            String reason,
            Optional<IsolatedDivergence> divergence) {
        boolean wasRun = !status.equals(IsolatedVariant.NOT_EXECUTED);
        Double share = wasRun && marks.instructions() > 0 ? (double) marks.reached() / marks.instructions() : null;
        var verdict = new Verification.Variant(variant.index(), variant.name(), status, executed, share, reason);
        return new IsolatedVariant(
                prepared.group().function(),
                variant,
                verdict,
                wasRun ? marks.instructions() : 0,
                wasRun ? marks.reached() : 0,
                divergence);
    }
}
