package io.github.mewe.equivalence.validation;

/** Ends a symbolic execution at a construct that is not modelled. */
public final class UnprovableException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Ends the execution.
     *
     * @param reason a sentence about the body, which "it" stands for
     */
    UnprovableException(String reason) {
        super(reason);
    }
}
