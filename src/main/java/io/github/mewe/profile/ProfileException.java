package io.github.mewe.profile;

/** Thrown if a profile or counts cannot be used. */
public final class ProfileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the reason and the remedy
     */
    public ProfileException(String message) {
        super(message);
    }
}
