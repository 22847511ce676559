package io.github.mewe.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
        return open + BEFORE + of(open) + AFTER;
    }

    /** Whether an object is as it was when it was closed. */
    static boolean isIntact(String closed) {
        int last = closed.lastIndexOf('\n', closed.length() - 2) + 1;
        return closed.equals(closed(closed.substring(0, last)));
    }

    /** The hash of a text in UTF-8, in hexadecimal. */
    public static String of(String text) {
        return HexFormat.of().formatHex(bytes(text));
    }

    /** The hash of a text in UTF-8. */
    public static byte[] bytes(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
