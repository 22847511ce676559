package io.github.mewe.equivalence.harness;

/** Ends a run that exceeds its limits. It is unknown how the run would have ended. */
public final class OutOfFuelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OutOfFuelException() {
        super("out of fuel", null, false, false);
    }
}
