package io.github.mewe.execution;

/** Thrown if a start function or an active segment fails. */
public final class FailedInstantiationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CallOutcome outcome;

    /**
     * Creates the exception.
     *
     * @param outcome the outcome as of a call
     */
    public FailedInstantiationException(String message, CallOutcome outcome) {
        super(message);
        this.outcome = outcome;
    }

    /** The outcome as of a call. */
    public CallOutcome outcome() {
        return outcome;
    }
}
