package io.github.mewe.equivalence.harness;

/** A body cannot be executed on its own; the message says why, as the end of a sentence that begins with "it". */
public final class UnsupportedCodeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnsupportedCodeException(String reason) {
        super(reason);
    }
}
