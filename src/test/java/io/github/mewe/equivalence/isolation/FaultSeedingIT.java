package io.github.mewe.equivalence.isolation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.equivalence.isolation.FaultReport.Fate;
import io.github.mewe.fixture.RealModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the execution of variants notices faults in variants of real modules. The system property
 * {@code mewe.faults.seed}, one seed or several with commas between, draws other faults. The table is printed and
 * written to {@code target/faults.md}.
 */
class FaultSeedingIT {
    private static final int OF_EACH_KIND = 5;
    private static final int HEAVY_OF_EACH_KIND = 10;
    private static final List<String> MODULES = List.of("libsodium", "yoga");
    private static final Path BUILD = Path.of(System.getProperty("project.build.directory", "target"));
    private static final String SEEDS = "4,7";
    private static final String HEAVY_SEEDS = "11,12";
    private static final double LEAST_CAUGHT = 0.98;

    @TempDir
    Path scratch;

    @Test
    void faultsAreCaught() throws IOException, InterruptedException {
        check(SEEDS, OF_EACH_KIND, "faults.md");
    }

    @Test
    @Tag("heavy")
    void moreFaultsAreCaught() throws IOException, InterruptedException {
        check(HEAVY_SEEDS, HEAVY_OF_EACH_KIND, "faults-heavy.md");
    }

    private void check(String usualSeeds, int ofEachKind, String file) throws IOException, InterruptedException {
        String asked = System.getProperty("mewe.faults.seed", usualSeeds);
        System.out.println("faults: mewe.faults.seed=" + asked);
        List<Long> seeds = Stream.of(asked.split(",")).map(Long::valueOf).toList();
        Map<String, byte[]> corpus = RealModules.fetched(MODULES);
        var report = new FaultReport();
        for (String module : MODULES) {
            report.add(module, corpus.get(module), ofEachKind, seeds, scratch);
        }
        String text = report.table() + "\n" + report.missed();
        System.out.println(text);
        Files.writeString(BUILD.resolve(file), text);
        assertTrue(report.entries().size() >= 200, text);
        assertTrue(
                report.entries().stream()
                                .map(entry -> entry.seeded().fault())
                                .collect(Collectors.toSet())
                                .size()
                        >= 20,
                text);
        System.out.printf(
                "caught of those in code that was reached: %.2f %%; of all: %.2f %%%n",
                100 * report.caughtOfReached(), 100 * report.caughtOfAll());
        assertTrue(report.caughtOfAll() >= LEAST_CAUGHT, () -> report.caughtOfAll() + " caught\n" + text);
        assertTrue(report.count(Fate.UNDECIDED) * 16 <= report.entries().size(), text);
    }
}
