package io.github.mewe.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads and writes manifests as JSON files. */
public final class ManifestFile {
    private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();

    /**
     * Formats a manifest with one line per function, which makes line-based comparison useful. The last line holds the
     * hash of the lines before it.
     */
    public String format(Manifest manifest) {
        var text = new StringBuilder();
        appendMembers(manifest, text);
        return SealedJson.seal(text.append(",\n").toString());
    }

    /** Appends an object without its closing brace. */
    private void appendMembers(Manifest manifest, StringBuilder text) {
        JsonObject head = gson.toJsonTree(manifest).getAsJsonObject();
        head.remove("functions");
        head.remove("coreModules");
        appendOpen(head, text);
        text.append(",\n\"functions\":[");
        String separator = "\n";
        for (Manifest.Function function : manifest.functions()) {
            text.append(separator).append(gson.toJson(function));
            separator = ",\n";
        }
        text.append("\n]");
        if (manifest.coreModules() != null) {
            appendModules(manifest.coreModules(), text);
        }
    }

    private void appendModules(List<Manifest.CoreModule> modules, StringBuilder text) {
        text.append(",\n\"coreModules\":[");
        String separator = "\n";
        for (Manifest.CoreModule module : modules) {
            JsonObject head = gson.toJsonTree(module).getAsJsonObject();
            head.remove("manifest");
            appendOpen(head, text.append(separator));
            if (module.manifest() != null) {
                appendMembers(module.manifest(), text.append(",\n\"manifest\":"));
                text.append('}');
            }
            text.append('}');
            separator = ",\n";
        }
        text.append("\n]");
    }

    private void appendOpen(JsonObject object, StringBuilder text) {
        text.append(gson.toJson(object));
        text.setLength(text.length() - 1);
    }

    /**
     * Returns true if the manifest is unchanged since it was written, by the hash in its last line.
     *
     * @param file the JSON file
     * @throws IOException if the file cannot be read
     */
    public boolean isIntact(Path file) throws IOException {
        return SealedJson.isIntact(Files.readString(file));
    }

    /** The members of the first line that tell whether the rest is worth reading. */
    private record Head(int schemaVersion, String fingerprint) {}

    /**
     * Reads only a manifest's fingerprint, which is in its first line.
     *
     * @param file the JSON file
     * @return empty if the file is missing or is not a manifest of this version
     * @throws IOException if the file cannot be read
     */
    public Optional<String> fingerprint(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            String members = line == null ? "" : line.replaceFirst(",$", "");
            return Optional.ofNullable(gson.fromJson(members + "}", Head.class))
                    .filter(head -> head.schemaVersion() == Manifest.SCHEMA_VERSION)
                    .map(Head::fingerprint);
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a manifest.
     *
     * @param file the JSON file
     * @return empty if the file is missing or is not a manifest of this version
     * @throws IOException if the file cannot be read
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
