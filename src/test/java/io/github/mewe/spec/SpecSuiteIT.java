package io.github.mewe.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.spec.Comparison.Problem;
import io.github.mewe.spec.Comparison.Result;
import io.github.mewe.spec.Script.Command;
import java.io.IOException;
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
import org.junit.jupiter.api.TestFactory;

/** The core tests against diversified modules; the report is {@code spec-report.txt} in the build directory. */
final class SpecSuiteIT {
    private static final Path BUILD = Path.of(System.getProperty("project.build.directory", "target"));
    private static final Path SCRIPTS = BUILD.resolve("binaryen-spec");
    private static final Path WORK = BUILD.resolve("spec");

    private static final List<Result> RESULTS = new ArrayList<>();
    private static final ExecutorService WORKERS =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    private static NotRun list;
    private static Engine engine;

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        list = NotRun.load();
        engine = Engine.install(WORK.resolve("node"));
    }

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            List<Path> scripts = files.filter(file -> file.toString().endsWith(".wast"))
                    .sorted()
                    .toList();
            return Stream.concat(scripts.stream().map(SpecSuiteIT::test), Stream.of(noStaleEntries()));
        }
    }

    @AfterAll
    static void report() throws IOException {
        WORKERS.shutdownNow();
        var report = new SpecReport(RESULTS);
        Files.writeString(BUILD.resolve("spec-report.txt"), report.text());
        System.out.println(report.summary());
    }

    private static DynamicTest test(Path file) {
        String name = SCRIPTS.relativize(file).toString();
        Future<Result> result = WORKERS.submit(() -> run(name, Files.readAllBytes(file)));
        return DynamicTest.dynamicTest(name, () -> check(result));
    }

    private static DynamicTest noStaleEntries() {
        return DynamicTest.dynamicTest("what is listed does not run", () -> assertEquals(List.of(), list.stale()));
    }

    private static void check(Future<Result> future) throws Throwable {
        Result result;
        try {
            result = future.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
        RESULTS.add(result);
        assertEquals(
                "",
                result.failures().stream().map(Problem::toString).collect(Collectors.joining("\n")),
                "what must not happen");
    }

    private static Result run(String name, byte[] contents) throws IOException, InterruptedException {
        Script script = ScriptReader.read(name, contents);
        Path directory = WORK.resolve(name);
        var subjects = new Subjects(script, directory);
        List<Command> commands = script.commands().stream()
                .filter(command -> !command.isRejection())
                .toList();
        return Comparison.of(script, commands, subjects, engine.run(subjects.runs(), commands, directory), list);
    }
}
