package io.github.mewe.binaryen;

/** Thrown for a source map that cannot be read, or does not fit its module. */
public final class MalformedSourceMapException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Made with what is wrong. */
    public MalformedSourceMapException(String message) {
        super(message);
    }
}
