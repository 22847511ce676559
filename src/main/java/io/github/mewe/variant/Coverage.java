package io.github.mewe.variant;

import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The functions that a budget has variants for: all but the largest. */
final class Coverage {
    /** About ten instructions. Many modules have lots of shorter functions, which must not outweigh the others. */
    private static final int COUNTED_BYTES = 24;

    private final GenerationSource source;
    private final int mostBytes;

    private Coverage(GenerationSource source, int mostBytes) {
        this.source = source;
        this.mostBytes = mostBytes;
    }

    /**
     * Covers a share of a module's functions.
     *
     * @param selected matches the functions that count, by name
     * @param share the share of the functions that are not short; greater than 0, and 1 for all
     */
    static Coverage of(GenerationSource source, Predicate<String> selected, double share) {
        int[] sizes = IntStream.range(0, source.functionCount())
                .filter(index -> selected.test(source.functionName(index)))
                .filter(index -> source.leftAlone(index).isEmpty())
                .map(source::bodyBytes)
                .filter(bytes -> bytes >= COUNTED_BYTES)
                .sorted()
                .toArray();
        int covered = (int) Math.ceil(share * sizes.length);
        return new Coverage(source, covered == sizes.length ? Integer.MAX_VALUE : sizes[covered - 1]);
    }

    boolean includes(int index) {
        return source.bodyBytes(index) <= mostBytes;
    }
}
