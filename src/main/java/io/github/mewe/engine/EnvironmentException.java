package io.github.mewe.engine;

/** Something about the machine that keeps the engine from working; the message says what to do. */
public final class EnvironmentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message what is wrong, and what to do
     * @param cause what it was noticed by
     */
    public EnvironmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
