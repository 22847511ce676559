package io.github.mewe.equivalence.harness;

/** A run does more than it is given to do. Nothing is known of how it would have ended. */
public final class OutOfFuelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OutOfFuelException() {
        super("out of fuel", null, false, false);
    }
}
