package io.github.mewe.wasm;

import java.util.OptionalLong;

/** The bytes are no module, or one that the plugin cannot process. */
public final class MalformedModuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /**
     * Appends the offset to the message if it is known.
     *
     * @param message the fault and, if there is one, the remedy
     * @param offset the byte of the file where the fault was found; negative if unknown
     */
    public MalformedModuleException(String message, long offset) {
        super(offset < 0 ? message : message + " (at byte " + offset + ")");
        this.offset = offset;
    }

    /** The byte of the file where the fault was found, if it is known. */
    public OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
