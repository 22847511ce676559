package io.github.mewe.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Summarises the choices of a sample. */
class ChoiceSummaryTest {
    @Test
    void countsFunctionsByWhenTheyChooseAndNamesBitsAndKey() {
        assertEquals(
                "5 at each call, 4 once per instance, 9 at build time (bound); 346 random bits per run; the host calls"
                        + " mewe_seed, otherwise every instance repeats its choices",
                ChoiceSummary.of(new SampleDocuments(20, 1).manifest()).orElseThrow());
    }
}
