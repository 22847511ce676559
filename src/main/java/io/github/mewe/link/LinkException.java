package io.github.mewe.link;

/** A module that cannot be linked as asked; the message says why and what to do. */
public final class LinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message what is in the way, and what to do
     */
    public LinkException(String message) {
        super(message);
    }
}
