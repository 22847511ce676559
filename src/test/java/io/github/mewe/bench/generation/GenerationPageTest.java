package io.github.mewe.bench.generation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GenerationPageTest {
    @Test
    void statesTheCostPerMegabyteOfLargeModules() {
        String page = new GenerationPage(
                        List.of(row("tiny", 1_000, 2), row("sqlite", 700_000, 7), row("swc", 18_000_000, 90)), "abc")
                .page()
                .toString();
        assertTrue(page.startsWith("""
                        # Cost of generation

                        With the defaults, generation takes 5.0 to 10.0 s per megabyte of module for modules of 0.5 MB \
                        or more, and 4.00 times the processor time of `wasm-opt -O2`. The largest module, swc (18.0 \
                        MB), takes 90.0 s and 1,000 MiB of memory. After a change of one function, generation takes \
                        0.25 of the processor time. The code of these modules grows by a factor of 6.00; with the size \
                        `small`, by 2.00.
                        """), page);
        assertTrue(page.contains("\n| sqlite | 700,000 | 7.0 | 14.0 | 1,000 | 3.5 | 3.5 | 3.5 | 3.5 | 500 |\n"), page);
        assertTrue(
                page.contains("\n| sqlite | 3.5 | 7.0 | 3.5 | 14.0 | 500 | 1,000 | 399 | 401 | 5.90 | 6.10 |\n"), page);
        assertTrue(page.contains("\n| sqlite | 7,000 | 7.0 | 3,600,000 |\n"), page);
        assertTrue(
                page.contains(
                        "\n| sqlite | 2.00 | 95 | 95.0 % | 6.00 | 400 | 100.0 % | 6.10 | 401 | 100.0 % | 11.00 | 800 | 100.0 % |\n"),
                page);
    }

    private static GenerationPage.Row row(String module, long bytes, double seconds) {
        var half = new GenerationCost(seconds / 2, seconds / 2, 500);
        var whole = new GenerationCost(seconds, 2 * seconds, 1000);
        var builds = new GenerationPage.Builds(new GenerationResult(whole, 400, 100, 100, 6), half);
        return new GenerationPage.Row(
                module,
                bytes,
                half,
                Optional.of(new GenerationPage.Earlier(half, 399, 5.9)),
                builds,
                new GenerationPage.OtherSizes(
                        new GenerationResult(half, 95, 100, 95, 2),
                        new GenerationResult(whole, 401, 100, 100, 6.1),
                        Optional.of(new GenerationResult(whole, 800, 100, 100, 11)),
                        Optional.of(new GenerationResult(whole, (int) (1000 * seconds), 100, 100, 70))));
    }
}
