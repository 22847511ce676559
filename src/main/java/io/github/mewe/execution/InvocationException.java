package io.github.mewe.execution;

/** An invocation that a module cannot be given; the message says why. */
public final class InvocationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message what is wrong with it
     */
    public InvocationException(String message) {
        super(message);
    }
}
