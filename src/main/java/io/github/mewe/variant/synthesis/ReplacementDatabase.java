package io.github.mewe.variant.synthesis;

import io.github.mewe.common.Resources;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/**
 * The replacements that ship with the plugin. They were found in slices of real modules, and proved when they were
 * found. {@code src/bench/synthesis/build-database.sh} creates the database.
 */
public final class ReplacementDatabase implements Replacements {
    private static final String RESOURCE = "replacements.txt.gz";

    private final Map<String, String> lines;
    private final Map<String, List<Formula>> parsed = new ConcurrentHashMap<>();

    private ReplacementDatabase(Map<String, String> lines) {
        this.lines = lines;
    }

    /** Loads the database from the class path. */
    public static ReplacementDatabase load() {
        var packed = new ByteArrayInputStream(Resources.bytes(ReplacementDatabase.class, RESOURCE));
        try (var reader =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.US_ASCII))) {
            return new ReplacementDatabase(ReplacementText.index(reader.lines()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack the resource " + RESOURCE + " of the plugin's jar", e);
        }
    }

    @Override
    public List<Formula> of(Formula formula) {
        String key = FormulaText.format(formula);
        List<Formula> known = parsed.get(key);
        if (known != null) {
            return known;
        }
        String line = lines.get(key);
        return line == null ? List.of() : parsed.computeIfAbsent(key, k -> ReplacementText.parseLazily(line));
    }

    /** The formulas that have replacements, in order of their texts. */
    Set<String> formulas() {
        return new TreeSet<>(lines.keySet());
    }
}
