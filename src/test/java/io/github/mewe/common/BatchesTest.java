package io.github.mewe.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static List<List<Integer>> batches(List<Integer> items, int mostItems) {
        return Batches.of(items, Integer::longValue, 10, mostItems);
    }

    @Test
    void sizeLimitEndsABatch() {
        assertEquals(List.of(List.of(4, 6), List.of(1, 2, 3), List.of(9)), batches(List.of(4, 6, 1, 2, 3, 9), 5));
    }

    @Test
    void itemOverTheSizeLimitIsABatchByItself() {
        assertEquals(List.of(List.of(1), List.of(30), List.of(2)), batches(List.of(1, 30, 2), 5));
    }

    @Test
    void numberOfItemsIsLimited() {
        assertEquals(List.of(List.of(1, 1), List.of(1)), batches(List.of(1, 1, 1), 2));
    }

    @Test
    void noItemsMakeNoBatch() {
        assertEquals(List.of(), batches(List.of(), 2));
    }

    @Test
    void largeFilesHaveLargerBatches() {
        List<Long> items = Collections.nCopies(1000, 1L);
        assertEquals(100, Batches.forPasses(items, Long::longValue, 10, 100).size());
        assertEquals(33, Batches.forPasses(items, Long::longValue, 10, 1000).size());
    }
}
