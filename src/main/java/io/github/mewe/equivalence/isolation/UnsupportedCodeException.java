package io.github.mewe.equivalence.isolation;

/** A body cannot be executed on its own; the message says why, as the end of a sentence that begins with "it". */
final class UnsupportedCodeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsupportedCodeException(String reason) {
        super(reason);
    }
}
