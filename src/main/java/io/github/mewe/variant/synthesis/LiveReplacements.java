package io.github.mewe.variant.synthesis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Searches for replacements when they are wanted, and keeps what it found, also that there is nothing, in a file of the
 * user's. What is found does not depend on the file: the search is repeatable.
 */
public final class LiveReplacements implements Replacements, AutoCloseable {
    private final Replacements shipped;
    private final Path file;
    private final BooleanSupplier outOfTime;
    private final Synthesizer synthesizer = new Synthesizer();
    private final Map<String, String> kept = new ConcurrentHashMap<>();
    private final Map<String, List<Formula>> found = new ConcurrentHashMap<>();
    private final Prover prover;

    /**
     * Opens the user's file; a line of it that cannot be read is as if it were not there.
     *
     * @param shipped what is known without a search
     * @param directory the user's directory for it
     * @param prover proves what is found
     * @param outOfTime asked before each search
     * @throws IOException if there is a file that cannot be read
     */
    public LiveReplacements(Replacements shipped, Path directory, Prover prover, BooleanSupplier outOfTime)
            throws IOException {
        this.shipped = shipped;
        this.file = directory.resolve("replacements-" + Synthesizer.VERSION + ".txt");
        this.outOfTime = outOfTime;
        this.prover = prover;
        if (Files.exists(file)) {
            kept.putAll(read(file));
        }
    }

    /** The user's directory for it. */
    public Path directory() {
        return file.getParent();
    }

    private static Map<String, String> read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return ReplacementText.index(lines.filter(LiveReplacements::isLine));
        }
    }

    private static boolean isLine(String line) {
        return line.contains(ReplacementText.EQUALS) && line.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    @Override
    public List<Formula> of(Formula formula) {
        List<Formula> known = shipped.of(formula);
        if (!known.isEmpty()) {
            return known;
        }
        String key = FormulaText.format(formula);
        List<Formula> before = found.get(key);
        if (before != null) {
            return before;
        }
        String line = kept.get(key);
        if (line != null) {
            try {
                return remember(key, ReplacementText.parse(line));
            } catch (IllegalArgumentException e) {
                // Somebody wrote into the file: search again.
                kept.remove(key);
            }
        }
        return outOfTime.getAsBoolean() ? List.of() : remember(key, synthesizer.replacements(formula, prover));
    }

    private List<Formula> remember(String key, List<Formula> replacements) {
        found.put(key, replacements);
        return replacements;
    }

    /**
     * Adds what was found to the user's file.
     *
     * @throws IOException if the file cannot be written; what it had is then still there
     */
    @Override
    public void close() throws IOException {
        Map<String, String> before = Files.exists(file) ? read(file) : Map.of();
        var lines = new TreeMap<>(before);
        found.forEach((key, replacements) -> lines.put(key, ReplacementText.join(replacements)));
        if (lines.equals(before)) {
            return;
        }
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path unfinished = Files.createTempFile(directory, "replacements", ".tmp");
        try {
            Files.write(
                    unfinished,
                    (Iterable<String>) lines.entrySet().stream()
                            .map(entry -> entry.getKey() + ReplacementText.EQUALS + entry.getValue())::iterator,
                    StandardCharsets.US_ASCII);
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
