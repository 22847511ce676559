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
 * What another goal found out about a binary.
 *
 * @param value what it found out; empty if that is missing or of no use
 * @param problem why it is of no use; empty if it is missing, or all is well
 */
public record CompanionDocument<T>(Optional<T> value, Optional<String> problem) {

    /**
     * Reads what was verified.
     *
     * @param file the JSON file, which need not be there
     * @param manifest what the binary's manifest says
     * @throws IOException if the file is there and cannot be read
     */
    public static CompanionDocument<Verification> verification(Path file, Manifest manifest) throws IOException {
        return read(
                file,
                Verification.class,
                "mewe:verify",
                found -> problem(found.schemaVersion(), Verification.SCHEMA_VERSION, found.binarySha256(), manifest));
    }

    /**
     * Reads what was measured.
     *
     * @param file the JSON file, which need not be there
     * @param manifest what the binary's manifest says
     * @throws IOException if the file is there and cannot be read
     */
    public static CompanionDocument<Measurement> measurement(Path file, Manifest manifest) throws IOException {
        return read(
                file,
                Measurement.class,
                "mewe:measure",
                found -> problem(found.schemaVersion(), Measurement.SCHEMA_VERSION, found.binarySha256(), manifest));
    }

    /** Says what is wrong with what was read. */
    private interface Check<T> {
        Optional<String> problemOf(T found);
    }

    private static Optional<String> problem(int version, int expected, String sha256, Manifest manifest) {
        if (version != expected) {
            return Optional.of("is of another version of the plugin");
        }
        return manifest.output().sha256().equals(sha256)
                ? Optional.empty()
                : Optional.of("is about another build of the binary");
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
            problem = Optional.of("is damaged");
        }
        return new CompanionDocument<>(
                problem.isPresent() ? Optional.empty() : found,
                problem.map(what -> file.getFileName() + " " + what + ", and is left out; run " + goal + " again"));
    }
}
