package io.github.mewe.seeding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.FileDiversifier;
import io.github.mewe.engine.HardeningOptions;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.OutputFiles;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.ClangModule;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs mewe-loader.mjs, mewe-auto.mjs, mewe-twins.mjs and the JavaScript programs of docs/guides/seeding.md in Node,
 * and checks the loader's types.
 */
class JavaScriptSeedingIT {
    private static final Path BASE = Path.of(System.getProperty("project.basedir", "."));
    private static final Path SCRIPTS = BASE.resolve("src/test/loader").toAbsolutePath();
    private static final List<RandomnessSource> SOURCES =
            List.of(RandomnessSource.EXPORT, RandomnessSource.HOST, RandomnessSource.WASI, RandomnessSource.FIXED);
    private static final int SECONDS = 300;

    @TempDir
    private Path directory;

    /** Takes the loader from where users find it: next to an output. */
    @BeforeEach
    void writeLoader() throws IOException {
        Path input = Files.write(directory.resolve("original.wasm"), SeededModules.original());
        var request = new DiversificationRequest(
                new VariantBudget(1, 20, 1.3, Optional.empty()),
                Optional.empty(),
                NameFilter.all(),
                List.of(),
                RandomnessSource.EXPORT);
        new FileDiversifier(new Diversifier(1, directory))
                .diversify(
                        input,
                        OutputFiles.in(directory, "app.wasm", "diversified").withLoader(),
                        request,
                        Progress.SILENT);
    }

    @Test
    void theModulesSeedEverySource() throws Exception {
        for (RandomnessSource source : SOURCES) {
            Files.write(
                    directory.resolve(source.configurationName() + ".wasm"),
                    SeededModules.diversified(source, directory));
        }
        for (String tests : List.of("loader.test.mjs", "auto.test.mjs")) {
            run("node", "--no-warnings", SCRIPTS.resolve(tests).toString(), directory.toString());
        }
    }

    @Test
    void twinsRunAsOneInstance() throws Exception {
        byte[] original = ClangModule.reactor(SCRIPTS.resolve("twins.c"));
        Files.write(directory.resolve("twins-original.wasm"), original);
        var request = new DiversificationRequest(
                        new VariantBudget(4, 20, 1.3, Optional.empty()),
                        Optional.of("twins"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.EXPORT)
                .with(HardeningOptions.of(Set.of(HardeningMeasure.FRAMES)));
        byte[] hardened = new Diversifier(1, directory)
                .diversify("twins.wasm", original, "hardened.wasm", request, Progress.SILENT)
                .binary();
        Files.write(directory.resolve("twins.wasm"), hardened);
        run("node", "--no-warnings", SCRIPTS.resolve("twins.test.mjs").toString(), directory.toString());
    }

    @Test
    void theTypesAreThoseOfTheLoader() throws Exception {
        for (String name : List.of("package.json", "package-lock.json", "tsconfig.json", "types.mts")) {
            Files.copy(SCRIPTS.resolve(name), directory.resolve(name));
        }
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        run("node", "node_modules/typescript/bin/tsc", "-p", "tsconfig.json");
    }

    @TestFactory
    List<DynamicTest> theGuidesProgramsSeed() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (Snippet snippet : Snippet.in("js")) {
            for (String form : snippet.forms()) {
                tests.add(DynamicTest.dynamicTest(
                        form + ": " + snippet.text().lines().findFirst().orElseThrow(), () -> runs(snippet, form)));
            }
        }
        assertEquals(13, tests.size(), "programs and purposes in the guide");
        return tests;
    }

    private void runs(Snippet snippet, String form) throws Exception {
        Files.writeString(directory.resolve("program.mjs"), snippet.text());
        var binaries = new ArrayList<byte[]>();
        if (form.equals("original")) {
            binaries.add(SeededModules.original());
        } else {
            RandomnessSource source = RandomnessSource.named(form).orElseThrow();
            binaries.add(SeededModules.diversified(source, directory));
            if (source != RandomnessSource.FIXED) {
                binaries.add(SeededModules.strict(source));
            }
        }
        for (byte[] binary : binaries) {
            Files.write(directory.resolve("app-diversified.wasm"), binary);
            assertEquals(SeededModules.FIB_20 + "n\n", run("node", "--no-warnings", "program.mjs"));
        }
    }

    /** Runs a program, which must succeed, and returns its output. */
    private String run(String... command) throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        assertTrue(ended && process.exitValue() == 0, () -> String.join(" ", command) + "\n" + printed);
        return printed;
    }
}
