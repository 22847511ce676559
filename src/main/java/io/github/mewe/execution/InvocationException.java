package io.github.mewe.execution;

/** Thrown if an invocation does not fit a module's exports. */
public final class InvocationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the reason
     */
    public InvocationException(String message) {
        super(message);
    }
}
