package io.github.mewe.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.StrategyRegistry;
import io.github.mewe.fixture.Node;
import io.github.mewe.variant.VariantStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares random functions with their variants, by each strategy alone and by all together. The system property
 * {@code mewe.property.seed} repeats a run, and {@code mewe.property.comparisons} sets its length.
 */
class RandomFunctionsIT {
    private static final Path BUILD = Path.of(System.getProperty("project.build.directory", "target"));
    private static final Path WORK = BUILD.resolve("property");
    private static final long USUAL_SEED = 20261123;
    private static final int COMPARISONS = 20_000;
    private static final int HEAVY_COMPARISONS = 100_000;

    /** The number of divergences that are written to the build directory. */
    private static final int MOST_WRITTEN = 10;

    private static final String ALL = "all";

    @Test
    void noVariantDivergesFromItsFunction() throws IOException, InterruptedException {
        check(USUAL_SEED, COMPARISONS);
    }

    /** Ordinary builds repeat the same functions; this test takes new ones each time. */
    @Test
    @Tag("heavy")
    void noVariantOfNewFunctionsDiverges() throws IOException, InterruptedException {
        check(ThreadLocalRandom.current().nextLong(), HEAVY_COMPARISONS);
    }

    private static void check(long usualSeed, int usualComparisons) throws IOException, InterruptedException {
        long seed = Long.getLong("mewe.property.seed", usualSeed);
        int comparisons = Integer.getInteger("mewe.property.comparisons", usualComparisons);
        System.out.println("random functions: mewe.property.seed=" + seed);
        Findings findings;
        try (var check = new EquivalenceCheck(strategies(), Node.install(), WORK)) {
            findings = check.run(seed, comparisons);
        }
        System.out.println(findings.summary());
        List<Divergence> divergences = findings.divergences();
        var report = new StringBuilder();
        for (int i = 0; i < divergences.size() && i < MOST_WRITTEN; i++) {
            Path directory = WORK.resolve("divergence-" + i);
            divergences.get(i).write(directory);
            report.append(divergences.get(i).text())
                    .append("  files: ")
                    .append(directory)
                    .append("\n\n");
        }
        assertEquals("", report.toString(), () -> divergences.size() + " variants diverge; seed " + seed);
        assertEquals(List.of(), findings.faults(), () -> "what failed; seed " + seed);
        assertTrue(findings.comparisons() >= comparisons, findings::summary);
        assertTrue(findings.variantsByStrategies().values().stream().allMatch(count -> count > 0), findings::summary);
        assertTrue(findings.returned() > 0.3 && findings.returned() < 0.95, findings::summary);
    }

    private static Map<String, List<VariantStrategy>> strategies() {
        Map<String, List<VariantStrategy>> sets = new LinkedHashMap<>();
        StrategyRegistry.names().forEach(name -> sets.put(name, StrategyRegistry.create(List.of(name))));
        sets.put(ALL, StrategyRegistry.create(List.of()));
        return sets;
    }
}
