package io.github.mewe.engine;

/** Thrown if a report or a software bill of materials cannot be written. */
public final class ReportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the problem and its remedy
     * @param cause the cause, or null
     */
    public ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
