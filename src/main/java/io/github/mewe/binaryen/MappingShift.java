package io.github.mewe.binaryen;

import java.nio.charset.StandardCharsets;

/**
 * Moves a source map whose code moved as a whole. A map of a module has one line, in which every segment but the first
 * has its offset relative to that of the segment before (source map format, version 3).
 */
final class MappingShift {
    private static final String MAPPINGS = "\"mappings\":\"";
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int MORE = 32;

    private MappingShift() {}

    /**
     * Adds a number of bytes to all offsets.
     *
     * @param map the JSON text of a map
     */
    static byte[] shifted(byte[] map, int bytes) {
        var text = new String(map, StandardCharsets.UTF_8);
        int start = text.indexOf(MAPPINGS) + MAPPINGS.length();
        int end = start;
        int offset = 0;
        for (int shift = 0; DIGITS.indexOf(text.charAt(end)) >= 0; shift += 5) {
            int digit = DIGITS.indexOf(text.charAt(end++));
            offset |= (digit & MORE - 1) << shift;
            if (digit < MORE) {
                break;
            }
        }
        if (bytes == 0 || end == start) {
            return map;
        }
        // The lowest bit is the sign, which no first offset has.
        String moved = text.substring(0, start) + encoded(((offset >> 1) + bytes) << 1) + text.substring(end);
        return moved.getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(int value) {
        var digits = new StringBuilder();
        int rest = value;
        do {
            int digit = rest & MORE - 1;
            rest >>>= 5;
            digits.append(DIGITS.charAt(rest == 0 ? digit : digit | MORE));
        } while (rest != 0);
        return digits.toString();
    }
}
