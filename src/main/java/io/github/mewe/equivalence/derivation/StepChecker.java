package io.github.mewe.equivalence.derivation;

/** Proves that a step of a derivation keeps the behaviour of a body. Thread-safe. */
public final class StepChecker {
    /**
     * Creates a checker for the functions of one module.
     *
     * @param facts the module
     */
    public StepChecker(ModuleFacts facts) {}

    /**
     * Checks that two bodies of the same function are equivalent.
     *
     * @param before the original body, or the result of an earlier step
     * @param after the result of the step
     */
    public CheckResult check(CheckedBody before, CheckedBody after) {
        if (!before.body().signature().equals(after.body().signature())) {
            return new CheckResult.Rejected("the signature changes");
        }
        if (before.body().root().equals(after.body().root())
                && before.body().vars().equals(after.body().vars())
                && before.helpers().equals(after.helpers())) {
            return new CheckResult.Accepted();
        }
        return new CheckResult.Rejected(
                "no simulation relates the bodies of " + before.body().name());
    }
}
