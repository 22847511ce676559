package io.github.mewe.measure;

/** Times cannot be taken on an engine; the message says why. */
public final class TimingException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message why
     */
    public TimingException(String message) {
        super(message);
    }
}
