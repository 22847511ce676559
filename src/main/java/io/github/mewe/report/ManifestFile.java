package io.github.mewe.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The manifest as a JSON file. */
public final class ManifestFile {
    private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();

    /**
     * The manifest's JSON text, with a line a function so that it can be compared by line. The last line has the hash
     * of those before it.
     */
    public String format(Manifest manifest) {
        var text = new StringBuilder(gson.toJson(new Manifest(
                manifest.schemaVersion(),
                manifest.pluginVersion(),
                manifest.binaryenVersion(),
                manifest.fingerprint(),
                manifest.seed(),
                manifest.parameters(),
                manifest.randomness(),
                manifest.dispatch(),
                manifest.prediction(),
                manifest.diversity(),
                manifest.timeLimited(),
                manifest.input(),
                manifest.output(),
                manifest.totals(),
                null,
                manifest.warnings(),
                manifest.seeding(),
                manifest.seedExport(),
                manifest.population())));
        text.setLength(text.length() - 1);
        text.append(",\n\"functions\":[");
        String separator = "\n";
        for (Manifest.Function function : manifest.functions()) {
            text.append(separator).append(gson.toJson(function));
            separator = ",\n";
        }
        return TextHash.closed(text.append("\n],\n").toString());
    }

    /**
     * Whether a manifest is as it was written: its last line has the hash of the others.
     *
     * @param file the JSON file
     * @throws IOException if it cannot be read
     */
    public boolean isIntact(Path file) throws IOException {
        return TextHash.isIntact(Files.readString(file));
    }

    /**
     * Reads a manifest.
     *
     * @param file the JSON file
     * @return empty if there is no such file, or it is not a manifest of this version
     * @throws IOException if it cannot be read
     */
    public Optional<Manifest> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return Optional.ofNullable(gson.fromJson(reader, Manifest.class))
                    .filter(manifest -> manifest.schemaVersion() == Manifest.SCHEMA_VERSION);
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }
}
