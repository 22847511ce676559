package io.github.mewe.report.html;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.bench.report.SampleReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Reports in a headless Chromium, by {@code src/test/report-browser/check.mjs}: they load without errors, react to
 * input, and fetch nothing. Needs the Chromium that {@code src/it/setup.sh} installs.
 */
class ReportBrowserIT {
    private static final Path BASE = Path.of(System.getProperty("project.basedir", "."));
    private static final Path SCRIPTS = BASE.resolve("src/test/report-browser");
    private static final Path BROWSER = BASE.resolve("target/browser");
    private static final int MANY = 60_000;
    private static final int SECONDS = 300;
    private static final long SEED = 20_261_123;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Files.createDirectories(BROWSER);
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Files.copy(file, BROWSER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
    }

    @Test
    void everythingThatCanBeKnown() throws Exception {
        check("everything", new ReportFixture(500, SEED).everything());
    }

    @Test
    void aManifestAlone() throws Exception {
        // The other checks begin with the graph, which a report without the binary lacks.
        Path report = write("manifest", new ReportFixture(500, SEED).manifestAlone());
        assertTrue(run("node", "missing.mjs", report.toString()).endsWith("ok\n"));
    }

    @Test
    void sixtyThousandFunctions() throws Exception {
        System.out.println("seed " + SEED);
        check("many", new ReportFixture(MANY, SEED).everything());
    }

    @Test
    void aBinaryAsItIsMade() throws Exception {
        Path module = Files.write(
                BROWSER.resolve("module.wasm"), Files.readAllBytes(BASE.resolve("src/it/profile/app.wasm")));
        Path report = new SampleReport(module, "app", BROWSER.resolve("app"))
                .diversified()
                .toAbsolutePath();
        System.out.print(run("node", "check.mjs", report.toString()));
    }

    private static void check(String name, ReportContent content) throws IOException, InterruptedException {
        String printed = run("node", "check.mjs", write(name, content).toString());
        System.out.print(name + ": " + printed);
        assertTrue(printed.endsWith("ok\n"), printed);
    }

    private static Path write(String name, ReportContent content) throws IOException {
        Path file = BROWSER.resolve(name + ".html").toAbsolutePath();
        Files.writeString(file, new ReportWriter().write(content));
        System.out.printf("%s: %,d bytes%n", file.getFileName(), Files.size(file));
        return file;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Path output = BROWSER.resolve("output.txt").toAbsolutePath();
        Process process = new ProcessBuilder(command)
                .directory(BROWSER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        assertTrue(ended && process.exitValue() == 0, () -> List.of(command) + "\n" + printed);
        return printed;
    }
}
