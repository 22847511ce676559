package io.github.mewe.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FigureFormatTest {
    @Test
    void onlyExactSharesShowAsZeroOrAll() {
        assertEquals("100 %", FigureFormat.percent(10_000, 10_000));
        assertEquals("99.9 %", FigureFormat.percent(9_999, 10_000));
        assertEquals("0.1 %", FigureFormat.percent(1, 10_000));
        assertEquals("0 %", FigureFormat.percent(0, 10_000));
        assertEquals("0 %", FigureFormat.percent(0, 0));
        assertEquals("33.3 %", FigureFormat.percent(1, 3));
    }

    @Test
    void sizesHaveTheirUnits() {
        assertEquals("999 bytes", FigureFormat.size(999));
        assertEquals("1.5 KB", FigureFormat.size(1_500));
        assertEquals("272 KB", FigureFormat.size(272_188));
        assertEquals("2.5 MB", FigureFormat.size(2_478_606));
    }

    @Test
    void chancesAreOddsOrPowersOfTen() {
        assertEquals("always", FigureFormat.oneIn(0));
        assertEquals("1 in 4", FigureFormat.oneIn(2));
        assertEquals("1 in 1,048,576", FigureFormat.oneIn(20));
        assertEquals("1 in 10^30", FigureFormat.oneIn(100));
    }

    @Test
    void timesHaveTheirUnits() {
        assertEquals("7.50 µs", FigureFormat.microseconds(7.5));
        assertEquals("3.12 ms", FigureFormat.microseconds(3_117));
        assertEquals("1.50 s", FigureFormat.microseconds(1_500_000));
    }
}
