package io.github.mewe.engine;

/** A multivariant binary that cannot be verified as asked; the message says why and what to do. */
public final class VerificationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message what is wrong, and what to do
     */
    public VerificationException(String message) {
        super(message);
    }
}
