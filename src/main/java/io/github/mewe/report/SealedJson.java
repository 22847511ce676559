package io.github.mewe.report;

import io.github.mewe.common.Sha256;

/**
 * Seals a JSON object with a last line that holds the SHA-256 of all lines before it, as {@code head -n -1 FILE |
 * sha256sum} computes it.
 */
final class SealedJson {
    private static final String BEFORE = "\"sha256\":\"";
    private static final String AFTER = "\"}\n";

    private SealedJson() {}

    /**
     * Seals an object.
     *
     * @param open the object without its closing brace; ends with a comma and a line break
     */
    static String seal(String open) {
        return open + BEFORE + Sha256.hex(open) + AFTER;
    }

    /** Returns true if a sealed object is unchanged. */
    static boolean isIntact(String text) {
        int last = text.lastIndexOf('\n', text.length() - 2) + 1;
        return text.equals(seal(text.substring(0, last)));
    }
}
