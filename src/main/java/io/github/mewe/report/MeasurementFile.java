package io.github.mewe.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.mewe.common.FileStem;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads and writes measurements as JSON files, with fields and lists in a fixed order. */
public final class MeasurementFile {
    /** Follows the stem of the binary's file name. */
    public static final String SUFFIX = "-measurement.json";

    private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();

    /** The file of a binary's measurement beside its manifest. */
    public static Path beside(Path manifest, String binary) {
        return manifest.resolveSibling(FileStem.of(binary) + SUFFIX);
    }

    /** Formats a measurement with one line per total, function and invocation. */
    public String format(Measurement measurement) {
        Measurement.Statics statics = measurement.statics();
        var text = new StringBuilder("{");
        text.append("\"schemaVersion\":").append(measurement.schemaVersion());
        field(text, "pluginVersion", measurement.pluginVersion());
        field(text, "binary", measurement.binary());
        field(text, "binarySha256", measurement.binarySha256());
        text.append(",\n\"statics\":{\"functions\":").append(statics.functions());
        field(text, "eligible", statics.eligible());
        field(text, "diversified", statics.diversified());
        field(text, "diversifiedEligible", statics.diversifiedEligible());
        field(text, "variants", statics.variants());
        field(text, "distinct", statics.distinct());
        field(text, "machineCode", statics.machineCode());
        field(text, "distances", statics.distances());
        field(text, "inputBytes", statics.inputBytes());
        field(text, "outputBytes", statics.outputBytes());
        list(text, "functionEntries", statics.functionEntries());
        text.append("}");
        field(text, "exposure", measurement.exposure());
        list(text, "dynamics", measurement.dynamics());
        list(text, "times", measurement.times());
        list(text, "frontier", measurement.frontier());
        return text.append("}\n").toString();
    }

    private void field(StringBuilder text, String name, Object value) {
        if (value != null) {
            text.append(",\n\"").append(name).append("\":").append(gson.toJson(value));
        }
    }

    private void list(StringBuilder text, String name, List<?> values) {
        text.append(",\n\"").append(name).append("\":[");
        String separator = "\n";
        for (Object value : values) {
            text.append(separator).append(gson.toJson(value));
            separator = ",\n";
        }
        text.append("]");
    }

    /**
     * Reads a measurement.
     *
     * @param file the JSON file
     * @return empty if the file is missing or is not a measurement of this version
     * @throws IOException if the file cannot be read
     */
    public Optional<Measurement> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return Optional.ofNullable(gson.fromJson(reader, Measurement.class))
                    .filter(measurement ->
                            measurement.schemaVersion() == Measurement.SCHEMA_VERSION && measurement.statics() != null);
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }
}
