package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.equivalence.derivation.CheckLimits;
import io.github.mewe.equivalence.derivation.CheckResult;
import io.github.mewe.equivalence.derivation.CheckedBody;
import io.github.mewe.equivalence.derivation.StepChecker;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.variant.Classification;
import io.github.mewe.variant.DerivationCheck;
import io.github.mewe.variant.DerivationStep;
import io.github.mewe.variant.GenerationSource;
import io.github.mewe.variant.Variant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Checks the variants of one module: each step of their derivations, and their bodies in a written binary. */
public final class DerivationChecker implements DerivationCheck {
    private final BiFunction<CheckedBody, CheckedBody, CheckResult> checker;

    /** Repeats failed checks that have no alternative. */
    private final Optional<DerivationChecker> thorough;

    /**
     * Creates a checker for builds, which must not take much longer than generating the variants. It looks only into
     * callees that variants may inline, so that variants can be kept if another callee changes.
     *
     * @param input the module that the variants are made from, which must stay open
     * @param source the same module
     */
    static DerivationChecker forBuild(BinaryenModule input, GenerationSource source) {
        var facts = new InputFacts(input, source::liftForInlining);
        return new DerivationChecker(
                new StepChecker(facts, CheckLimits.IN_BUILD)::check,
                Optional.of(new DerivationChecker(new StepChecker(facts, CheckLimits.IN_VERIFICATION)::check)));
    }

    /**
     * Creates a checker for verification, which has more time.
     *
     * @param input the module that the variants are made from, which must stay open
     */
    public static DerivationChecker forVerification(BinaryenModule input) {
        return new DerivationChecker(new StepChecker(new InputFacts(input), CheckLimits.IN_VERIFICATION)::check);
    }

    DerivationChecker(BiFunction<CheckedBody, CheckedBody, CheckResult> checker) {
        this(checker, Optional.empty());
    }

    private DerivationChecker(
            BiFunction<CheckedBody, CheckedBody, CheckResult> checker, Optional<DerivationChecker> thorough) {
        this.checker = checker;
        this.thorough = thorough;
    }

    @Override
    public Classification classify(FunctionBody original, Variant variant) {
        Classification first = proof(original, variant);
        if (first.isProved() || IsolatedExecution.isPossible(original, variant)) {
            return first;
        }
        return thorough.map(more -> more.classify(original, variant)).orElseGet(first::withoutExecution);
    }

    private Classification proof(FunctionBody original, Variant variant) {
        CheckedBody before = CheckedBody.of(original);
        List<DerivationStep> steps = variant.derivation();
        for (int i = 0; i < steps.size(); i++) {
            DerivationStep step = steps.get(i);
            CheckedBody after = new CheckedBody(step.body(), step.helpers());
            CheckResult result = check(before, after);
            if (result instanceof CheckResult.Rejected rejected) {
                return isProvedAtOnce(original, variant)
                        ? Classification.PROVED
                        : Classification.toBeExecuted("step " + (i + 1) + " of " + steps.size() + " (" + text(step)
                                + ") is not proved: " + rejected.reason());
            }
            before = after;
        }
        return before.equals(end(variant))
                ? Classification.PROVED
                : Classification.toBeExecuted("its derivation does not lead to its body");
    }

    /**
     * A later step may be what makes an earlier one provable. This is rare, so a build makes another variant instead,
     * which takes less time.
     */
    private boolean isProvedAtOnce(FunctionBody original, Variant variant) {
        return thorough.isEmpty()
                && variant.derivation().size() > 1
                && check(CheckedBody.of(original), end(variant)).isAccepted();
    }

    /**
     * Compares a proved variant with its body in a written binary, which was encoded, decoded and lifted again.
     *
     * @param variant the variant
     * @param written the body under the names of the input
     */
    Classification classify(Variant variant, CheckedBody written) {
        if (check(end(variant), written) instanceof CheckResult.Rejected rejected) {
            return thorough.map(more -> more.classify(variant, written))
                    .orElseGet(() -> Classification.toBeExecuted(
                            "the written body is not proved equal to the derived one: " + rejected.reason()));
        }
        return Classification.PROVED;
    }

    private static CheckedBody end(Variant variant) {
        return new CheckedBody(variant.body(), variant.helpers());
    }

    /** A failure of the checker costs the proof of one variant, never the build. */
    private CheckResult check(CheckedBody before, CheckedBody after) {
        try {
            return checker.apply(before, after);
        } catch (RuntimeException | StackOverflowError e) {
            return new CheckResult.Rejected("the checker failed: " + e);
        }
    }

    private static String text(DerivationStep step) {
        String strategy = step.applied().get(0).strategy();
        return step.applied().stream().map(rule -> rule.rule()).collect(Collectors.joining(", ", strategy + " ", ""));
    }
}
