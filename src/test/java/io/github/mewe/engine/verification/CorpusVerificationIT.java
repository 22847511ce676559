package io.github.mewe.engine.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Verification;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that verification with default settings accepts the correct binaries of real modules. */
class CorpusVerificationIT {
    private static final List<String> SEEDS = List.of("1", "2", "3");
    private static final List<String> SMALL = List.of("tiny", "control", "yoga");
    private static final Duration SHORT = Duration.ofSeconds(4);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int THREADS = 2;

    /** Modules over 10 MB, which take minutes to generate for each seed, and longer than the limit to verify. */
    private static final List<String> HUGE = List.of("esbuild", "swc");

    @TempDir
    private Path scratch;

    private record Module(String id) {}

    @Test
    void verifiesSmallModules() throws IOException, InterruptedException {
        verify(SMALL, SHORT);
    }

    @Test
    @Tag("heavy")
    void verifiesAllModules() throws IOException, InterruptedException {
        String list = Files.readString(RealModules.SCRIPTS.resolve("modules.json"));
        verify(
                Arrays.stream(new Gson().fromJson(list, Module[].class))
                        .map(Module::id)
                        .filter(id -> !HUGE.contains(id))
                        .toList(),
                LONG);
    }

    @Test
    @Tag("heavy")
    void verifiesHugeModules() throws IOException, InterruptedException {
        verify(HUGE, LONG);
    }

    private void verify(List<String> modules, Duration limit) throws IOException, InterruptedException {
        RealModules.fetch(modules);
        for (String module : modules) {
            for (String seed : SEEDS) {
                verify(module, RealModules.read(module), seed, limit);
            }
        }
    }

    private void verify(String name, byte[] input, String seed, Duration limit) {
        var request = new DiversificationRequest(
                new VariantBudget(4, 8, 1.3, Optional.empty()),
                Optional.of(seed),
                NameFilter.all(),
                List.of(),
                RandomnessSource.AUTO);
        DiversificationResult made =
                new Diversifier(THREADS, scratch).diversify(name, input, name + ".wasm", request, Progress.SILENT);
        long start = System.nanoTime();
        Verification verification = new Verifier(THREADS, scratch)
                .verify(
                        input,
                        made.binary(),
                        made.manifest(),
                        new VerificationRequest(
                                VerificationRequest.INPUTS,
                                VerificationRequest.SEEDS,
                                VerificationRequest.EXPORT_INPUTS,
                                limit,
                                Optional.of(seed),
                                ConfiguredRuns.of(new RunPlan(Optional.empty(), List.of()))),
                        VerificationProgress.SILENT)
                .verification();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        String what = name + ", seed " + seed;
        assertEquals(List.of(), verification.divergences(), what);
        assertEquals(made.manifest().totals().variants(), verification.totals().variants(), what);
        verification.functions().stream()
                .flatMap(function -> function.variants().stream())
                .forEach(variant -> assertTrue(
                        variant.reason() == null || !variant.reason().contains("failed"), what + ": " + variant));
        System.out.println("verified " + what + " in " + took + ": " + verification.totals());
    }
}
