package io.github.mewe.report;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The document that another goal may have written beside a binary's manifest.
 *
 * @param value the document; empty if it is missing or unusable
 * @param problem why the document is unusable, with the remedy; empty if it is missing or usable
 */
public record CompanionDocument<T>(Optional<T> value, Optional<String> problem) {

    /**
     * Reads a verification.
     *
     * @param file the JSON file, which may be missing
     * @param manifest the binary's manifest
     * @throws IOException if the file exists and cannot be read
     */
    public static CompanionDocument<Verification> verification(Path file, Manifest manifest) throws IOException {
        return read(
                file,
                Verification.class,
                "mewe:verify",
                found -> problem(found.schemaVersion(), Verification.SCHEMA_VERSION, found.binarySha256(), manifest));
    }

    /**
     * Reads a measurement.
     *
     * @param file the JSON file, which may be missing
     * @param manifest the binary's manifest
     * @throws IOException if the file exists and cannot be read
     */
    public static CompanionDocument<Measurement> measurement(Path file, Manifest manifest) throws IOException {
        return read(
                file,
                Measurement.class,
                "mewe:measure",
                found -> problem(found.schemaVersion(), Measurement.SCHEMA_VERSION, found.binarySha256(), manifest));
    }

    private interface Check<T> {
        Optional<String> problemOf(T found);
    }

    private static Optional<String> problem(int version, int expected, String sha256, Manifest manifest) {
        if (version != expected) {
            return Optional.of("comes from another version of the plugin");
        }
        return manifest.output().sha256().equals(sha256)
                ? Optional.empty()
                : Optional.of("describes another build of the binary");
    }

    private static <T> CompanionDocument<T> read(Path file, Class<T> type, String goal, Check<T> check)
            throws IOException {
        if (!Files.isRegularFile(file)) {
            return new CompanionDocument<>(Optional.empty(), Optional.empty());
        }
        Optional<T> found;
        Optional<String> problem;
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            found = Optional.ofNullable(new Gson().fromJson(reader, type));
            problem = found.isEmpty() ? Optional.of("is empty") : check.problemOf(found.get());
        } catch (JsonParseException e) {
            found = Optional.empty();
            problem = Optional.of("is not valid JSON");
        }
        return new CompanionDocument<>(
                problem.isPresent() ? Optional.empty() : found,
                problem.map(what -> file.getFileName() + " " + what + " and is omitted; run " + goal + " again"));
    }
}
