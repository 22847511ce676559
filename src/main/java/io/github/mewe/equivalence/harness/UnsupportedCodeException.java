package io.github.mewe.equivalence.harness;

/** A body cannot run in isolation. The message is the rest of a sentence that starts with "it". */
public final class UnsupportedCodeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnsupportedCodeException(String reason) {
        super(reason);
    }
}
