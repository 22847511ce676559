package io.github.mewe.variant.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.equivalence.Z3Prover;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveReplacementsTest {
    private static final Formula FORMULA = FormulaText.parse("add i0 i1");
    private static final Replacements NOTHING = formula -> List.of();

    private static final Prover NO_PROVER = new Prover() {
        @Override
        public boolean areEqual(Formula left, Formula right, int effort) {
            throw new AssertionError("no search was needed");
        }

        @Override
        public Optional<List<Long>> solve(Formula template, List<Formula.Input> unknowns, List<Sample> samples) {
            throw new AssertionError("no search was needed");
        }
    };

    @TempDir
    Path directory;

    @Test
    void cachesReplacementsForLaterBuilds() throws IOException {
        List<Formula> found = search();
        assertFalse(found.isEmpty());
        try (var later = new LiveReplacements(NOTHING, directory, NO_PROVER, () -> false)) {
            assertEquals(found, later.of(FORMULA));
        }
    }

    @Test
    void doesNotSearchForShippedReplacements() throws IOException {
        List<Formula> shipped = List.of(FormulaText.parse("sub i0 sub 0 i1"));
        try (var live = new LiveReplacements(formula -> shipped, directory, NO_PROVER, () -> false)) {
            assertEquals(shipped, live.of(FORMULA));
        }
        assertTrue(isEmpty(), "no result to write to a file");
    }

    @Test
    void repairsACorruptedFile() throws IOException {
        List<Formula> found = search();
        Path file = file();
        Files.writeString(file, "add i0 i1 = add i0\nno line at all\n\u00e4\u0000 = \n", StandardCharsets.ISO_8859_1);
        assertEquals(found, search());
        assertTrue(
                Files.readString(file, StandardCharsets.ISO_8859_1).contains(ReplacementText.format(FORMULA, found)));
    }

    @Test
    void neitherSearchesNorCachesWithoutTime() throws IOException {
        try (var live = new LiveReplacements(NOTHING, directory, NO_PROVER, () -> true)) {
            assertEquals(List.of(), live.of(FORMULA));
        }
        assertTrue(isEmpty());
    }

    private List<Formula> search() throws IOException {
        try (var live = new LiveReplacements(NOTHING, directory, new Z3Prover(), () -> false)) {
            return live.of(FORMULA);
        }
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findFirst().orElseThrow();
        }
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }
}
