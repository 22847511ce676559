package io.github.mewe.bench.overhead;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.bench.overhead.OverheadPage.Configuration;
import io.github.mewe.bench.overhead.OverheadPage.Row;
import io.github.mewe.link.Granularity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverheadPageTest {
    @Test
    void concludesWithTheMeansOfEachConfiguration() {
        String page = new OverheadPage(
                        2,
                        5,
                        List.of(
                                row("a", Configuration.PROFILE, 1.1, List.of(1.05, 1.05), 1731, 29, 0, 139),
                                row("a", Configuration.NO_PROFILE, 1.01, List.of(0.8, 1.25), 10, 412, 0, 1477),
                                row("b", Configuration.NO_PROFILE, 1.01, List.of(1.21), 0, 4, 0, 7),
                                row("a", Configuration.PER_CALL, 12, List.of(4.354), 1899, 0, 0, 0),
                                row("a", Configuration.PACED, 2, List.of(1.4), 0, 1899, 0, 0),
                                row("a", Configuration.PER_INSTANCE, 2, List.of(1.3), 0, 0, 1899, 0),
                                row("a", Configuration.BOUND, 1.1, List.of(1.02), 0, 0, 0, 1899)))
                .page()
                .toString();
        assertTrue(page.startsWith("""
                        # Running time of multivariant binaries

                        With the defaults and no profile, a multivariant binary takes 1.100 times as long as its \
                        original (geometric mean; at most 1.210 for a module, 1.250 for a single binary), and 22 % of \
                        the functions choose at run time. With a profile of the workload the mean is 1.050 (at most \
                        1.050), and 91 % of the functions choose at each call."""), page);
        assertTrue(
                page.contains("\n| a | without a profile | 1.010 | 1.000 | 0.800 to 1.250 | 10 | 412 | 0 | 1,477 |\n"),
                page);
    }

    /** A row with the numbers of functions that choose per call, paced, per instance, and that are bound. */
    private static Row row(
            String module, Configuration configuration, double predicted, List<Double> measured, long... functions) {
        return new Row(
                module,
                configuration,
                predicted,
                measured,
                Map.of(
                        Granularity.CALL, functions[0],
                        Granularity.PACED, functions[1],
                        Granularity.INSTANCE, functions[2],
                        Granularity.BOUND, functions[3]));
    }
}
