package io.github.mewe.equivalence.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.equivalence.isolation.FaultReport.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults in variants of real modules: whether the execution of variants notices them. The system property
 * {@code mewe.faults.seed} draws others. The table is printed, and left in {@code target/faults.md}.
 */
class FaultSeedingIT {
    private static final int OF_EACH_KIND = Boolean.getBoolean("mewe.heavy") ? 10 : 5;
    private static final List<String> MODULES = List.of("libsodium", "yoga");
    private static final Path BASE = Path.of(System.getProperty("project.basedir", "."));
    private static final Path BUILD = Path.of(System.getProperty("project.build.directory", "target"));
    private static final Path CORPUS = Path.of(System.getProperty(
            "mewe.corpus", BASE.resolve("target/real-modules").toString()));
    private static final double LEAST_CAUGHT = 0.95;

    @TempDir
    Path scratch;

    @Test
    void faultsAreCaught() throws IOException, InterruptedException {
        fetch();
        long seed = Long.getLong("mewe.faults.seed", 1);
        System.out.println("faults: mewe.faults.seed=" + seed);
        var report = new FaultReport();
        for (String module : MODULES) {
            report.add(
                    module,
                    Files.readAllBytes(CORPUS.resolve(module).resolve("module.wasm")),
                    OF_EACH_KIND,
                    seed,
                    scratch);
        }
        String text = report.table() + "\n" + report.missed();
        System.out.println(text);
        Files.writeString(BUILD.resolve("faults.md"), text);
        assertTrue(report.entries().size() >= 200, text);
        assertTrue(
                report.entries().stream()
                                .map(entry -> entry.seeded().fault())
                                .collect(Collectors.toSet())
                                .size()
                        >= 20,
                text);
        assertTrue(report.caught() >= LEAST_CAUGHT, () -> report.caught() + " caught\n" + text);
        assertTrue(report.count(Fate.UNDECIDED) * 8 <= report.entries().size(), text);
    }

    private static void fetch() throws IOException, InterruptedException {
        if (MODULES.stream()
                .allMatch(module -> Files.exists(CORPUS.resolve(module).resolve("module.wasm")))) {
            return;
        }
        List<String> command = new java.util.ArrayList<>(
                List.of("node", BASE.resolve("src/it/real-modules/fetch.mjs").toString(), CORPUS.toString()));
        command.addAll(MODULES);
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }
}
