package io.github.mewe.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.common.Resources;
import io.github.mewe.spec.Comparison.Problem;
import io.github.mewe.spec.Comparison.Result;
import io.github.mewe.spec.Script.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the core tests against diversified modules. Writes {@code spec-report.txt} or, in the heavy tests,
 * {@code spec-report-heavy.txt} and {@code spec-report-hardened.txt} to the build directory.
 */
final class SpecSuiteIT {
    private static final Path BUILD = Path.of(System.getProperty("project.build.directory", "target"));
    private static final Path SCRIPTS = BUILD.resolve("binaryen-spec");
    private static final Path WORK = BUILD.resolve("spec");
    private static final String MORE = "more.wast";

    private static final SeedRanges ORDINARY = new SeedRanges(1, 3, 1, 5, false);
    private static final SeedRanges HEAVY = new SeedRanges(4, 12, 6, 40, false);
    private static final SeedRanges HARDENED = new SeedRanges(1, 3, 1, 5, true);

    private static final ExecutorService WORKERS =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    private static NotRun list;
    private static NodeHarness engine;

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        list = NotRun.load();
        engine = NodeHarness.install();
    }

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        return scripts(ORDINARY, "spec-report.txt");
    }

    @TestFactory
    @Tag("heavy")
    Stream<DynamicTest> scriptsWithMoreSeeds() throws IOException {
        return scripts(HEAVY, "spec-report-heavy.txt");
    }

    @TestFactory
    @Tag("heavy")
    Stream<DynamicTest> scriptsWithHardening() throws IOException {
        return scripts(HARDENED, "spec-report-hardened.txt");
    }

    private static Stream<DynamicTest> scripts(SeedRanges ranges, String report) throws IOException {
        var results = new ArrayList<Result>();
        var tests = new ArrayList<DynamicTest>();
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".wast")) {
                    tests.add(test(SCRIPTS.relativize(file).toString(), Files.readAllBytes(file), ranges, results));
                }
            }
        }
        tests.add(test(MORE, Resources.bytes(SpecSuiteIT.class, MORE), ranges, results));
        tests.add(noStaleEntries());
        return tests.stream().onClose(() -> write(new SpecReport(ranges, results), report));
    }

    private static void write(SpecReport report, String name) {
        try {
            Files.writeString(BUILD.resolve(name), report.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println(report.summary());
    }

    @AfterAll
    static void stopWorkers() {
        WORKERS.shutdownNow();
    }

    /** Starts the script immediately, so that all processors are busy while the tests wait for results. */
    private static DynamicTest test(String name, byte[] contents, SeedRanges ranges, List<Result> results) {
        Future<Result> result = WORKERS.submit(() -> run(name, contents, ranges));
        return DynamicTest.dynamicTest(name, () -> results.add(checked(result)));
    }

    private static DynamicTest noStaleEntries() {
        return DynamicTest.dynamicTest(
                "every entry of not-run.txt is needed", () -> assertEquals(List.of(), list.stale()));
    }

    private static Result checked(Future<Result> future) throws Throwable {
        Result result;
        try {
            result = future.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
        assertEquals(
                "", result.failures().stream().map(Problem::toString).collect(Collectors.joining("\n")), "failures");
        return result;
    }

    private static Result run(String name, byte[] contents, SeedRanges ranges)
            throws IOException, InterruptedException {
        Script script = ScriptReader.read(name, contents);
        Path directory = WORK.resolve(name);
        var subjects = new Subjects(script, ranges, directory);
        List<Command> commands = script.commands().stream()
                .filter(command -> !command.isRejection())
                .toList();
        return Comparison.of(script, commands, subjects, engine.run(subjects.runs(), commands, directory), list);
    }
}
