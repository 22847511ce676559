package io.github.mewe.report;

import io.github.mewe.common.Sha256;

/**
 * The last line of a JSON object, which has the SHA-256 of all lines before it, so that it shows when the text was
 * changed. {@code head -n -1 FILE | sha256sum} gives the same.
 */
public final class TextHash {
    private static final String BEFORE = "\"sha256\":\"";
    private static final String AFTER = "\"}\n";

    private TextHash() {}

    /**
     * Closes an object.
     *
     * @param open its text with a line's end at its end, and a comma before that
     */
    static String closed(String open) {
        return open + BEFORE + Sha256.hex(open) + AFTER;
    }

    /** Whether an object is as it was when it was closed. */
    static boolean isIntact(String closed) {
        int last = closed.lastIndexOf('\n', closed.length() - 2) + 1;
        return closed.equals(closed(closed.substring(0, last)));
    }
}
