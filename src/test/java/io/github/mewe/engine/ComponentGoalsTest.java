package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.common.Resources;
import io.github.mewe.engine.measurement.FileMeasurer;
import io.github.mewe.engine.measurement.MeasurementRequest;
import io.github.mewe.engine.measurement.Measurer;
import io.github.mewe.engine.reporting.Reporter;
import io.github.mewe.engine.verification.ConfiguredRuns;
import io.github.mewe.engine.verification.FileVerifier;
import io.github.mewe.engine.verification.VerificationDriver;
import io.github.mewe.engine.verification.VerificationProgress;
import io.github.mewe.engine.verification.VerificationRequest;
import io.github.mewe.engine.verification.Verifier;
import io.github.mewe.execution.Invocation;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Verification;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.component.ComponentBinaryTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The goals that examine a diversified component. */
class ComponentGoalsTest {
    private static final byte[] WORDS = Resources.bytes(ComponentBinaryTest.class, "words.wasm");
    private static final RunPlan SWIRL =
            new RunPlan(Optional.empty(), List.of(new Invocation("swirl", List.of("5", "40"), 1)));

    @TempDir
    private Path directory;

    private Path input;
    private OutputFiles output;

    @BeforeEach
    void diversify() throws IOException {
        input = Files.write(directory.resolve("words.wasm"), WORDS);
        output = OutputFiles.in(directory.resolve("out"), "words.wasm", "diversified");
        var request = new DiversificationRequest(
                new VariantBudget(2, 20, 10, Optional.empty()),
                Optional.empty(),
                NameFilter.all(),
                List.of(),
                RandomnessSource.AUTO);
        new FileDiversifier(new Diversifier(1, directory)).diversify(input, output, request, Progress.SILENT);
    }

    @Test
    void verifiesEachCoreModule() throws IOException {
        List<FileVerifier.Outcome> outcomes = verify(ConfiguredRuns.of(SWIRL));
        assertEquals(
                List.of("words-diversified.core-0-verification.json", "words-diversified.core-0-0-verification.json"),
                outcomes.stream()
                        .map(outcome -> outcome.report().getFileName().toString())
                        .toList());
        outcomes.forEach(
                outcome -> assertEquals(List.of(), outcome.verification().divergences()));
        assertTrue(runs(outcomes.get(1)).stream()
                .anyMatch(run -> run.invocation().startsWith("swirl(5, 40)")
                        && run.outcome().equals("equal")));
        assertTrue(runs(outcomes.get(0)).stream()
                .noneMatch(
                        run -> run.outcome().equals("equal") && run.invocation().startsWith("swirl")));
    }

    private static List<Verification.Run> runs(FileVerifier.Outcome outcome) {
        return outcome.verification().runs();
    }

    @Test
    void refusesARunThatNoCoreModuleCanDo() {
        var plan = new RunPlan(Optional.empty(), List.of(new Invocation("none", List.of(), 1)));
        String message = assertThrows(VerificationException.class, () -> verify(ConfiguredRuns.of(plan)))
                .getMessage();
        assertTrue(
                message.endsWith("Exported functions: cabi_post_shout, cabi_realloc, digest, lucky, mix, shout, swirl"),
                message);
    }

    @Test
    void givesTheWholeComponentToADriver() throws IOException {
        Path driver = Files.writeString(directory.resolve("driver.mjs"), """
                import {readFileSync} from 'node:fs';
                import {basename} from 'node:path';
                const file = process.argv[2];
                const bytes = readFileSync(file);
                console.log(basename(file), bytes.subarray(0, 8).toString('hex'));
                """);
        List<FileVerifier.Outcome> outcomes = verify(new ConfiguredRuns(
                new RunPlan(Optional.empty(), List.of()), Optional.of(new VerificationDriver(driver, "node"))));
        for (FileVerifier.Outcome outcome : outcomes) {
            assertTrue(
                    runs(outcome).stream()
                            .anyMatch(run ->
                                    run.engine().equals("node") && run.outcome().equals("equal")),
                    runs(outcome).toString());
        }
    }

    private List<FileVerifier.Outcome> verify(ConfiguredRuns runs) throws IOException {
        var request = new VerificationRequest(16, 2, 2, Duration.ofSeconds(60), Optional.empty(), runs);
        return new FileVerifier(new Verifier(2, directory))
                .verify(output.manifest(), List.of(directory), request, VerificationProgress.SILENT);
    }

    @Test
    void measuresEachCoreModule() throws IOException, InterruptedException {
        var request = new MeasurementRequest(
                List.of(SWIRL),
                20,
                new MeasurementRequest.Timing(0, Duration.ofSeconds(1)),
                Optional.empty(),
                false,
                Optional.empty());
        List<FileMeasurer.Outcome> outcomes = new FileMeasurer(new Measurer(directory))
                .measure(output.manifest(), List.of(directory), request, step -> {});
        assertEquals(2, outcomes.size());
        assertEquals(0, outcomes.get(0).measurement().dynamics().size());
        assertEquals(1, outcomes.get(1).measurement().dynamics().size());
        assertTrue(Files.isRegularFile(output.binary().resolveSibling("words-diversified.core-0-0-measurement.json")));
    }

    @Test
    void reportsOnEachCoreModule() throws IOException {
        var reporter = new Reporter(directory);
        List<Reporter.Written> reports = reporter.report(output.manifest(), directory, 100_000);
        assertEquals(
                List.of("words-diversified.core-0-report.html", "words-diversified.core-0-0-report.html"),
                reports.stream()
                        .map(report -> report.file().getFileName().toString())
                        .toList());
        reports.forEach(report -> assertEquals(List.of(), report.notes()));
        Files.delete(output.binary());
        reporter.report(output.manifest(), directory, 100_000)
                .forEach(report -> assertEquals(1, report.notes().size()));
    }
}
