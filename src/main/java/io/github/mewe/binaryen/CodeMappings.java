package io.github.mewe.binaryen;

import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.BodyStubs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The mappings of a source map whose code moves. A map of a module has one line, in which every segment has its numbers
 * relative to those before (source map format, version 3): its offset and, for code with a location, the source, the
 * line, the column and perhaps a name.
 */
final class CodeMappings {
    private static final String MAPPINGS = "\"mappings\":\"";
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int MORE = 32;
    private static final int FIELDS = 5;
    private static final int FIELDS_WITHOUT_NAME = 4;

    private final String text;
    private final int start;
    private final int end;

    /** The segments with absolute numbers, in order. */
    private List<int[]> segments;

    private CodeMappings(byte[] map) {
        this.text = new String(map, StandardCharsets.UTF_8);
        this.start = text.indexOf(MAPPINGS) + MAPPINGS.length();
        this.end = text.indexOf('"', start);
        this.segments = decoded(text.substring(start, end));
    }

    /**
     * Moves the mappings of a module's bodies with the bodies.
     *
     * @param map the JSON text of a map
     * @param from the layout that it fits
     * @param to the layout of the same bodies in their final places
     */
    static CodeMappings moved(byte[] map, BinaryLayout from, BinaryLayout to) {
        var mappings = new CodeMappings(map);
        for (int[] segment : mappings.segments) {
            int body = body(from, segment[0]);
            segment[0] += body < 0
                    ? 0
                    : to.bodies().get(body).start() - from.bodies().get(body).start();
        }
        return mappings;
    }

    /** The number of the body that an offset belongs to, or of the last before it; -1 without bodies. */
    private static int body(BinaryLayout layout, int offset) {
        int low = 0;
        int high = layout.bodies().size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (layout.bodies().get(middle).end() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return high;
    }

    /**
     * Replaces the mappings of stubs by those of the bodies that took their places.
     *
     * @param original the JSON text of the original module's map
     * @param to the layout of the module
     * @param moves the bodies by their numbers in the layout
     */
    CodeMappings with(byte[] original, BinaryLayout to, Map<Integer, BodyStubs.Moved> moves) {
        if (moves.isEmpty()) {
            return this;
        }
        var all = new ArrayList<int[]>();
        segments.stream()
                .filter(segment -> !moves.containsKey(body(to, segment[0])))
                .forEach(all::add);
        List<int[]> originals = new CodeMappings(original).segments;
        moves.forEach((body, moved) -> {
            int first = moved.original().start();
            for (int[] segment : originals) {
                if (segment[0] >= first && segment[0] < moved.original().end()) {
                    int[] copy = Arrays.copyOf(segment, Math.min(segment.length, FIELDS_WITHOUT_NAME));
                    copy[0] = to.bodies().get(body).start() + moved.offset(segment[0] - first);
                    all.add(copy);
                }
            }
            all.add(new int[] {to.bodies().get(body).end()});
        });
        all.sort(Comparator.comparingInt(segment -> segment[0]));
        segments = all;
        return this;
    }

    /** The JSON text of the map. */
    byte[] toBytes() {
        var mappings = new StringBuilder();
        var last = new int[FIELDS];
        for (int[] segment : segments) {
            mappings.append(mappings.isEmpty() ? "" : ",");
            for (int i = 0; i < segment.length; i++) {
                encode(segment[i] - last[i], mappings);
                last[i] = segment[i];
            }
        }
        return (text.substring(0, start) + mappings + text.substring(end)).getBytes(StandardCharsets.UTF_8);
    }

    private static List<int[]> decoded(String mappings) {
        var segments = new ArrayList<int[]>();
        var last = new int[FIELDS];
        for (String segment : mappings.isEmpty() ? new String[0] : mappings.split(",")) {
            int fields = 0;
            for (int i = 0; i < segment.length(); fields++) {
                int number = 0;
                int digit;
                int shift = 0;
                do {
                    digit = DIGITS.indexOf(segment.charAt(i++));
                    number |= (digit & MORE - 1) << shift;
                    shift += 5;
                } while (digit >= MORE);
                last[fields] += (number & 1) == 0 ? number >>> 1 : -(number >>> 1);
            }
            segments.add(Arrays.copyOf(last, fields));
        }
        return segments;
    }

    private static void encode(int number, StringBuilder digits) {
        int rest = number < 0 ? -number << 1 | 1 : number << 1;
        do {
            int digit = rest & MORE - 1;
            rest >>>= 5;
            digits.append(DIGITS.charAt(rest == 0 ? digit : digit | MORE));
        } while (rest != 0);
    }
}
