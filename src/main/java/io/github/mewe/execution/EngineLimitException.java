package io.github.mewe.execution;

/** A module that an engine cannot run, however good it may be; the message says why. */
public final class EngineLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message what the engine lacks
     * @param cause what it was noticed by, or null
     */
    public EngineLimitException(String message, Throwable cause) {
        super(message, cause);
    }
}
