package io.github.mewe.bench.overhead;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.bench.overhead.OverheadPage.Configuration;
import io.github.mewe.bench.overhead.OverheadPage.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverheadPageTest {
    @Test
    void concludesWithTheMeansOfEachConfiguration() {
        String page = new OverheadPage(
                        5,
                        List.of(
                                new Row("a", Configuration.PROFILE, 1.1, 1.05, 1731, 29, 0, 139),
                                new Row("a", Configuration.NO_PROFILE, 1.01, 1.0, 10, 412, 0, 1477),
                                new Row("b", Configuration.NO_PROFILE, 1.01, 1.21, 0, 4, 0, 7),
                                new Row("a", Configuration.PER_CALL, 12, 4.354, 1899, 0, 0, 0),
                                new Row("a", Configuration.PACED, 2, 1.4, 0, 1899, 0, 0),
                                new Row("a", Configuration.PER_INSTANCE, 2, 1.3, 0, 0, 1899, 0),
                                new Row("a", Configuration.BOUND, 1.1, 1.02, 0, 0, 0, 1899)))
                .page()
                .toString();
        assertTrue(page.startsWith("""
                        # Running time of multivariant binaries

                        With the defaults and no profile, a multivariant binary takes 1.100 times as long as its \
                        original (geometric mean; at most 1.210), and 22 % of the functions choose at run time. With a \
                        profile of the workload the mean is 1.050 (at most 1.050), and 91 % of the functions choose \
                        at each call."""), page);
        assertTrue(page.contains("\n| a | with a profile | 1.100 | 1.050 | 1,731 | 29 | 0 | 139 |\n"), page);
    }
}
