package io.github.mewe.engine;

/** Thrown if the machine or its configuration keeps the plugin from working. */
public final class EnvironmentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the problem and its remedy
     * @param cause the cause
     */
    public EnvironmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
