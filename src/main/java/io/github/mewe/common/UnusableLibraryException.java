package io.github.mewe.common;

/** An optional library is missing, or its native code does not work on this platform. */
public final class UnusableLibraryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableLibraryException(String library, LinkageError cause) {
        super(library + " cannot be loaded on this platform: " + cause, cause);
    }
}
