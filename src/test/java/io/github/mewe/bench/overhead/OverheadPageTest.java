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
                                new Row(
                                        "a",
                                        Configuration.PROFILE,
                                        1.1,
                                        List.of(1.05, 1.05),
                                        functions(1731, 29, 0, 139)),
                                new Row(
                                        "a",
                                        Configuration.NO_PROFILE,
                                        1.01,
                                        List.of(0.8, 1.25),
                                        functions(10, 412, 0, 1477)),
                                new Row("b", Configuration.NO_PROFILE, 1.01, List.of(1.21), functions(0, 4, 0, 7)),
                                new Row("a", Configuration.PER_CALL, 12, List.of(4.354), functions(1899, 0, 0, 0)),
                                new Row("a", Configuration.PACED, 2, List.of(1.4), functions(0, 1899, 0, 0)),
                                new Row("a", Configuration.PER_INSTANCE, 2, List.of(1.3), functions(0, 0, 1899, 0)),
                                new Row("a", Configuration.BOUND, 1.1, List.of(1.02), functions(0, 0, 0, 1899))))
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

    private static Map<Granularity, Long> functions(long perCall, long paced, long perInstance, long bound) {
        return Map.of(
                Granularity.CALL,
                perCall,
                Granularity.PACED,
                paced,
                Granularity.INSTANCE,
                perInstance,
                Granularity.BOUND,
                bound);
    }
}
