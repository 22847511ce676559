package io.github.mewe.engine.fork;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationException;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.FileDiversification;
import io.github.mewe.engine.FileDiversifier;
import io.github.mewe.engine.FileDiversifier.Outcome;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.OutputFiles;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.Modules;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkedDiversifierTest {
    private static final String UNKNOWN_OPTION = "-XX:NoSuchOption=1";

    @TempDir
    private Path directory;

    private Path input;
    private OutputFiles output;

    @BeforeEach
    void writeInput() throws IOException {
        input = Files.write(directory.resolve("app é.wasm"), Modules.sample());
        output = outputs("forked");
    }

    @Test
    void theOutputIsThatOfThisJvm() throws IOException {
        OutputFiles expected = outputs("here");
        Outcome here = new FileDiversifier(new Diversifier(1, directory))
                .diversify(input, expected, request(2), Progress.SILENT);
        var progress = new AtomicInteger();
        try (var forked = forked()) {
            Outcome made = forked.population(input, List.of(output), request(2), (done, all) -> progress.set(done))
                    .get(0);
            assertFalse(made.upToDate());
            assertEquals(here.manifest().totals(), made.manifest().totals());
        }
        assertArrayEquals(Files.readAllBytes(expected.binary()), Files.readAllBytes(output.binary()));
        assertEquals(here.manifest().functions().size(), progress.get(), "functions reported as finished");
    }

    @Test
    void oneJvmDiversifiesSeveralFilesAndSurvivesABadOne() throws IOException {
        Path malformed = Files.write(directory.resolve("bad.wasm"), new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 99});
        var inProcess = new FileDiversifier(new Diversifier(1, directory));
        String expected = message(inProcess, malformed, outputs("here"));
        try (var forked = forked()) {
            assertEquals(expected, message(forked, malformed, outputs("bad")));
            assertFalse(only(forked, outputs("one")).upToDate());
            assertFalse(only(forked, outputs("two")).upToDate());
        }
    }

    @Test
    void nothingStartsForOutputsThatAreUpToDate() throws IOException {
        new FileDiversifier(new Diversifier(1, directory)).diversify(input, output, request(2), Progress.SILENT);
        try (var forked = forked(UNKNOWN_OPTION)) {
            assertTrue(only(forked, output.withLoader()).upToDate());
        }
        assertTrue(Files.exists(output.binary().resolveSibling("mewe-loader.mjs")), "the loader is written");
    }

    @Test
    void aJvmThatDoesNotStartIsReported() {
        try (var forked = forked(UNKNOWN_OPTION)) {
            String message = message(forked, input, output);
            assertTrue(message.contains("(exit code 1)"), message);
            assertTrue(message.contains("NoSuchOption"), message);
            assertTrue(message.contains("<jvmArguments> (mewe.jvmArguments)"), message);
        }
        assertFalse(Files.exists(output.binary()));
    }

    @Test
    void aHeapThatIsTooSmallIsReported() throws IOException {
        byte[] large = Modules.of("(module (memory 1) " + "(func (result i32) (i32.const 7)) ".repeat(60_000) + ")");
        Files.write(input, large);
        try (var forked = forked("-Xmx8m")) {
            String message = message(forked, input, output);
            assertTrue(message.contains("<jvmArguments> (mewe.jvmArguments)"), message);
        }
        assertFalse(Files.exists(output.binary()));
    }

    private static FileDiversification forked(String... arguments) {
        return new ForkedDiversifier(1, Path.of("."), 1, List.of(arguments));
    }

    private Outcome only(FileDiversification diversification, OutputFiles files) throws IOException {
        return diversification
                .population(input, List.of(files), request(2), Progress.SILENT)
                .get(0);
    }

    private static String message(FileDiversification diversification, Path file, OutputFiles files) {
        return assertThrows(
                        DiversificationException.class,
                        () -> diversification.population(file, List.of(files), request(2), Progress.SILENT))
                .getMessage();
    }

    private OutputFiles outputs(String name) {
        return OutputFiles.in(directory.resolve(name), "app.wasm", "diversified");
    }

    private static DiversificationRequest request(int variants) {
        return new DiversificationRequest(
                new VariantBudget(variants, 20, 1.3, Optional.empty()),
                Optional.of("seed"),
                NameFilter.all(),
                List.of(),
                RandomnessSource.AUTO);
    }
}
