package io.github.mewe.bench.survival;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.bench.survival.SurvivalPage.Measured;
import io.github.mewe.bench.survival.SurvivalPage.Row;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SurvivalPageTest {
    private static final SurvivalCounts COUNTS = new SurvivalCounts(100, 80, 80, 79, 1000, Map.of(), 900, 891);

    @Test
    void concludesWithTheSurvivingShares() {
        var row = new Row(
                "yoga (C++)", COUNTS, OptionalInt.of(995), OptionalInt.of(998), 12.3, 23.3, OptionalDouble.of(1.063));
        var refused = new Row(
                "gc (Java)", COUNTS, OptionalInt.of(974), OptionalInt.empty(), 12.7, 8.9, OptionalDouble.empty());
        String page = new SurvivalPage(List.of(new Measured(LargeBudget.ALL_STRATEGIES, List.of(row, refused))))
                .page()
                .toString();
        assertTrue(page.startsWith("""
                        # How variants survive compilers

                        With all strategies, 97.4 to 99.5 % of the variants are native-distinct in V8, 99.8 % in \
                        Cranelift, and 99.0 % stay distinct after Binaryen's `-O2`. A module with one fixed variant in \
                        place of every function takes 1.063 times as long as the original (geometric mean).
                        """), page);
        assertTrue(page.contains("| gc (Java) | 100 | 80 | 100.0 | 98.8 | 1,000 | 97.4 | not compiled | 99.0 |"), page);
    }
}
