package io.github.mewe.engine;

/** A module cannot be diversified as requested; the message names the problem and its remedy. */
public final class DiversificationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DiversificationException(String message) {
        super(message);
    }

    /**
     * A failure with a cause.
     *
     * @param message the problem and its remedy
     * @param cause the cause
     */
    public DiversificationException(String message, Throwable cause) {
        super(message, cause);
    }
}
