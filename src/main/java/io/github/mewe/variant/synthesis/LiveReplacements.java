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
 * Searches for replacements on demand, and caches the results, including empty ones, in a file in the user's directory.
 * The results do not depend on the file, since the search is repeatable.
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
     * Opens the user's file and ignores its malformed lines.
     *
     * @param shipped the replacements that are known without a search
     * @param directory the directory of the user's file
     * @param prover proves the results
     * @param outOfTime asked before each search
     * @throws IOException if the file exists but cannot be read
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

    /** The directory of the user's file. */
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
                // The line was corrupted: search again.
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
     * Adds the results to the user's file.
     *
     * @throws IOException if the file cannot be written; its old content then remains
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
