package io.github.mewe.measure;

/** Thrown if an engine cannot time a module. */
public final class TimingException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the reason
     */
    public TimingException(String message) {
        super(message);
    }
}
