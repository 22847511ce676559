package io.github.mewe.equivalence.validation;

/** Ends a symbolic execution that meets something that is not modelled. */
final class UnprovableException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * An end.
     *
     * @param reason what was met
     */
    UnprovableException(String reason) {
        super(reason);
    }
}
