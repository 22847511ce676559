package io.github.mewe.equivalence.isolation;

/** A run does more than it is given to do. Nothing is known of how it would have ended. */
final class OutOfFuelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutOfFuelException() {
        super("out of fuel", null, false, false);
    }
}
