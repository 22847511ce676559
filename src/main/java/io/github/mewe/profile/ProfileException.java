package io.github.mewe.profile;

/** A profile, or counts, that cannot be used; the message says why and what to do. */
public final class ProfileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message what is wrong
     */
    public ProfileException(String message) {
        super(message);
    }
}
