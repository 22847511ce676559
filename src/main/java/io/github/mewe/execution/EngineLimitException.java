package io.github.mewe.execution;

/** Thrown if an engine cannot run a valid module. */
public final class EngineLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the missing feature or import
     * @param cause the engine's exception, or null
     */
    public EngineLimitException(String message, Throwable cause) {
        super(message, cause);
    }
}
