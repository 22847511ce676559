package io.github.mewe.engine;

/** A binary that cannot be reported on; the message says why and what to do. */
public final class ReportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message what is wrong, and what to do
     * @param cause what it was noticed by; null if by nothing else
     */
    public ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
