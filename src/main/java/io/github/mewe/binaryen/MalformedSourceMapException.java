package io.github.mewe.binaryen;

/** Thrown if a source map is malformed or does not match its module. */
public final class MalformedSourceMapException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Creates the exception with a description of the error. */
    public MalformedSourceMapException(String message) {
        super(message);
    }
}
