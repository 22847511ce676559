package io.github.mewe.equivalence.derivation;

/** The result of a check. */
public sealed interface CheckResult {
    /** The bodies are equivalent: same results, traps, effects and order of calls for every input. */
    record Accepted() implements CheckResult {}

    /**
     * The checker found no proof. The bodies may still be equivalent.
     *
     * @param reason a sentence for reports
     */
    record Rejected(String reason) implements CheckResult {}

    /** Determines if the bodies are proved equivalent. */
    default boolean isAccepted() {
        return this instanceof Accepted;
    }
}
