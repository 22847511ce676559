package io.github.mewe.execution;

/** A module whose start function, or the filling of whose memories and tables, fails. */
public final class FailedInstantiationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CallOutcome outcome;

    /**
     * A failure.
     *
     * @param message what failed
     * @param outcome what came of it
     */
    public FailedInstantiationException(String message, CallOutcome outcome) {
        super(message);
        this.outcome = outcome;
    }

    /** What came of it, as of a call. */
    public CallOutcome outcome() {
        return outcome;
    }
}
