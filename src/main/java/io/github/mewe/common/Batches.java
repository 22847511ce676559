package io.github.mewe.common;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Divides lists into batches, whose total size or number of items is limited. */
public final class Batches {
    private static final int MOST_PASSES = 32;

    private Batches() {}

    /**
     * Divides a list into batches that are as long as the limits allow. An item over the size limit is a batch by
     * itself.
     *
     * @param items the items, whose order stays
     * @param size the size of an item
     * @param mostSize the maximum total size of a batch of several items
     * @param mostItems the maximum number of items of a batch
     */
    public static <T> List<List<T>> of(List<T> items, ToLongFunction<T> size, long mostSize, int mostItems) {
        var batches = new ArrayList<List<T>>();
        int start = 0;
        long total = 0;
        for (int i = 0; i < items.size(); i++) {
            long next = size.applyAsLong(items.get(i));
            if (i > start && (total + next > mostSize || i - start == mostItems)) {
                batches.add(List.copyOf(items.subList(start, i)));
                start = i;
                total = 0;
            }
            total += next;
        }
        if (start < items.size()) {
            batches.add(List.copyOf(items.subList(start, items.size())));
        }
        return batches;
    }

    /**
     * Divides a list into batches that each cost a pass over a whole file. As there are few batches, the cost stays
     * linear in the file's size.
     *
     * @param items parts of the file
     * @param size the size of an item
     * @param usualSize the maximum total size of a batch of several items, unless that gives too many batches
     * @param wholeSize the size of the file
     */
    public static <T> List<List<T>> forPasses(List<T> items, ToLongFunction<T> size, long usualSize, long wholeSize) {
        return of(items, size, Math.max(usualSize, wholeSize / MOST_PASSES), Integer.MAX_VALUE);
    }
}
