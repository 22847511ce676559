package io.github.mewe.link;

/** The module cannot be linked as requested; the message names the cause and the remedy. */
public final class LinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the cause and the remedy
     */
    public LinkException(String message) {
        super(message);
    }
}
