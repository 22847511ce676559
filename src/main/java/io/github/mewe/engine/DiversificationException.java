package io.github.mewe.engine;

/** Thrown if a module cannot be diversified as requested. */
public final class DiversificationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DiversificationException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message the problem and its remedy
     * @param cause the cause
     */
    public DiversificationException(String message, Throwable cause) {
        super(message, cause);
    }
}
