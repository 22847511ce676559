package io.github.mewe.maven.it;

import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The log and the files that the builds of a project in {@code src/it} left. */
public final class Build {
    /** Parts of the warnings about seeding, which most builds in {@code src/it} print. */
    private static final List<String> ABOUT_SEEDING = List.of(
            " repeats the same choices until the host calls mewe_seed ",
            " can be guessed until the host calls mewe_seed ",
            " makes the same choices, because <randomness> ");

    private final Path directory;
    private final String log;

    private Build(Path directory, String log) {
        this.directory = directory;
        this.log = log;
    }

    /**
     * Opens the builds in a directory.
     *
     * @param directory the directory of the project
     * @throws IOException if the log cannot be read
     */
    public static Build in(File directory) throws IOException {
        return new Build(directory.toPath(), Files.readString(directory.toPath().resolve("build.log")));
    }

    /** The log of one of several builds, from 1. */
    public Build invocation(int number) {
        List<Integer> starts = Pattern.compile("\\[INFO] Scanning for projects")
                .matcher(log)
                .results()
                .map(MatchResult::start)
                .toList();
        if (starts.size() < number) {
            throw new AssertionError("the log has only " + starts.size() + " builds");
        }
        int end = number == starts.size() ? log.length() : starts.get(number);
        return new Build(directory, log.substring(starts.get(number - 1), end));
    }

    /** Fails unless the log contains all of these texts. */
    public Build logs(String... texts) {
        for (String text : texts) {
            check(log.contains(text), "the log lacks: " + text);
        }
        return this;
    }

    /** Fails unless the log contains a text exactly this many times. */
    public Build logsTimes(int times, String text) {
        long found = Pattern.compile(Pattern.quote(text)).matcher(log).results().count();
        check(found == times, "the log has " + found + " times, not " + times + ": " + text);
        return this;
    }

    /** Fails if the log contains any of these texts. */
    public Build logsNot(String... texts) {
        for (String text : texts) {
            check(!log.contains(text), "the log has: " + text);
        }
        return this;
    }

    /** Fails if the log contains an error, or a warning other than those about seeding. */
    public Build logsNoWarning() {
        log.lines()
                .filter(line -> line.contains("[WARNING]") || line.contains("[ERROR]"))
                .filter(line -> !isAboutSeeding(line))
                .findFirst()
                .ifPresent(line -> check(false, "the log has: " + line));
        return this;
    }

    /** Returns true if a line is a warning about seeding. */
    public static boolean isAboutSeeding(String line) {
        return ABOUT_SEEDING.stream().anyMatch(line::contains);
    }

    /** The groups of each match of a pattern in the log. */
    public List<String> matches(String pattern) {
        return Pattern.compile(pattern)
                .matcher(log)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** A file of the project, which must exist. */
    public Path file(String path) {
        Path file = directory.resolve(path);
        check(Files.isRegularFile(file), "there is no " + file);
        return file;
    }

    /** Fails if any of these files exists. */
    public void lacks(String... paths) {
        for (String path : paths) {
            check(!Files.exists(directory.resolve(path)), "there is a " + path);
        }
    }

    /** The names of the files in a directory, in order. */
    public List<String> names(String path) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(path))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The bytes of a file, which must exist. */
    public byte[] bytes(String path) throws IOException {
        return Files.readAllBytes(file(path));
    }

    /** A module, which must exist. */
    public WasmFile module(String path) throws IOException {
        return WasmFile.parse(bytes(path));
    }

    /** A manifest, which must exist. */
    public Map<?, ?> manifest(String path) throws IOException {
        return manifest(file(path));
    }

    /** A manifest. */
    public static Map<?, ?> manifest(Path file) throws IOException {
        return new GsonBuilder()
                .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
                .create()
                .fromJson(Files.readString(file, StandardCharsets.UTF_8), Map.class);
    }

    private void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message + "\n(" + directory.resolve("build.log") + ")");
        }
    }
}
