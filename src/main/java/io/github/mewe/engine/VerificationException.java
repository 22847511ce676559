package io.github.mewe.engine;

/** Thrown if a multivariant binary cannot be verified as requested. */
public final class VerificationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the problem and its remedy
     */
    public VerificationException(String message) {
        super(message);
    }
}
