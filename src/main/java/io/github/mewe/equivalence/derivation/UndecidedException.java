package io.github.mewe.equivalence.derivation;

/** Ends a check without a proof. */
final class UndecidedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Ends the check.
     *
     * @param reason a sentence for reports
     */
    UndecidedException(String reason) {
        super(reason, null, false, false);
    }
}
