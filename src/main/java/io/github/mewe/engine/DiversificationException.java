package io.github.mewe.engine;

/** A module that cannot be diversified as asked; the message says why and what to do. */
public final class DiversificationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message what is wrong, and what to do
     * @param cause what it was noticed by
     */
    public DiversificationException(String message, Throwable cause) {
        super(message, cause);
    }
}
