package io.github.mewe.wasm;

import java.util.OptionalLong;

/** Bytes that are not a module that can be worked on. */
public final class MalformedModuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /**
     * A failure.
     *
     * @param message what is wrong, and what to do if anything can be done
     * @param offset the byte where it was noticed, or a negative number if that is not known
     */
    public MalformedModuleException(String message, long offset) {
        super(offset < 0 ? message : message + " (at byte " + offset + ")");
        this.offset = offset;
    }

    /** The byte where the fault was noticed, if it is known. */
    public OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
