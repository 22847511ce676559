package io.github.mewe.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads and writes verifications as JSON files. */
public final class VerificationFile {
    /** Follows the stem of the binary's file name. */
    public static final String SUFFIX = "-verification.json";

    private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();

    /** Formats a verification with one line per function, run and divergence. */
    public String format(Verification verification) {
        JsonObject head = gson.toJsonTree(verification).getAsJsonObject();
        List.of("functions", "runs", "divergences").forEach(head::remove);
        var text = new StringBuilder(gson.toJson(head));
        text.setLength(text.length() - 1);
        append(text, "functions", verification.functions());
        append(text, "runs", verification.runs());
        append(text, "divergences", verification.divergences());
        return text.append("}\n").toString();
    }

    private void append(StringBuilder text, String name, List<?> entries) {
        text.append(",\n\"").append(name).append("\":[");
        String separator = "\n";
        for (Object entry : entries) {
            text.append(separator).append(gson.toJson(entry));
            separator = ",\n";
        }
        text.append("\n]");
    }

    /**
     * Reads a verification.
     *
     * @param file the JSON file
     * @return empty if the file is missing or is not a verification of this version
     * @throws IOException if the file cannot be read
     */
    public Optional<Verification> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return Optional.ofNullable(gson.fromJson(reader, Verification.class))
                    .filter(read -> read.schemaVersion() == Verification.SCHEMA_VERSION && read.totals() != null);
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }
}
