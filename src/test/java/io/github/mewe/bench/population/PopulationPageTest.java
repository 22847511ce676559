package io.github.mewe.bench.population;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.bench.population.PopulationPage.Row;
import io.github.mewe.bench.population.PopulationPage.Shares;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PopulationPageTest {
    @Test
    void concludesWithWhatTheWorstPopulationShares() {
        var shares = new Shares(0.996, 0.004, 0.302, 0.992, 0.07);
        String page = new PopulationPage(List.of(
                        new Row("sqlite", 1, 260.7, 1968, 1899, 1897, 5.91, Optional.empty()),
                        new Row("sqlite", 4, 340.6, 1968, 1899, 1877, 5.94, Optional.of(shares))))
                .page()
                .toString();
        assertTrue(page.startsWith("""
                        # What the binaries of a population share

                        In populations of 4 binaries, at least 99.6 % of the functions with variants share no variant \
                        with any other binary. At most 7.0 % of the bodies lie at the same offset in two binaries.
                        """), page);
        assertTrue(page.contains("\n| sqlite | 1 | 260.7 | 1,968 | 1,899 | 1,897 |  |  | 5.91 |  |  |  |\n"), page);
        assertTrue(page.endsWith("| 1,877 | 99.6 % | 0.4 % | 5.94 | 0.302 | 99.2 % | 7.0 % |"), page);
    }
}
