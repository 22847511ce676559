package io.github.mewe.wasm;

import java.util.OptionalLong;

/** Thrown if the bytes are not a module, or one that the plugin cannot process. */
public final class MalformedModuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /**
     * Appends the offset to the message if it is known.
     *
     * @param message the error and, if known, the remedy
     * @param offset the position of the error in the file; negative if unknown
     */
    public MalformedModuleException(String message, long offset) {
        super(offset < 0 ? message : message + " (at byte " + offset + ")");
        this.offset = offset;
    }

    /** The position of the error in the file; empty if unknown. */
    public OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
