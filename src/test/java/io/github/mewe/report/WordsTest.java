package io.github.mewe.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Figures as people read them. */
class WordsTest {
    @Test
    void sharesAreRoundedToTheWholeOnlyIfTheyAreThat() {
        assertEquals("100 %", Words.percent(10_000, 10_000));
        assertEquals("99.9 %", Words.percent(9_999, 10_000));
        assertEquals("0.1 %", Words.percent(1, 10_000));
        assertEquals("0 %", Words.percent(0, 10_000));
        assertEquals("0 %", Words.percent(0, 0));
        assertEquals("33.3 %", Words.percent(1, 3));
    }

    @Test
    void sizesHaveTheirUnits() {
        assertEquals("999 bytes", Words.size(999));
        assertEquals("1.5 KB", Words.size(1_500));
        assertEquals("272 KB", Words.size(272_188));
        assertEquals("2.5 MB", Words.size(2_478_606));
    }

    @Test
    void chancesAreWordsPeopleKnow() {
        assertEquals("always", Words.oneIn(0));
        assertEquals("1 in 4", Words.oneIn(2));
        assertEquals("1 in 1,048,576", Words.oneIn(20));
        assertEquals("1 in 10^30", Words.oneIn(100));
    }

    @Test
    void timesHaveTheirUnits() {
        assertEquals("7.50 µs", Words.microseconds(7.5));
        assertEquals("3.12 ms", Words.microseconds(3_117));
        assertEquals("1.50 s", Words.microseconds(1_500_000));
    }
}
