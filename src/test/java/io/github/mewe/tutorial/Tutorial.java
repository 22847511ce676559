package io.github.mewe.tutorial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of docs/guides/tutorials. A comment before each fenced block gives its kind:
 *
 * <ul>
 *   <li>{@code file: PATH}: the contents of a file that the reader writes
 *   <li>{@code run}: commands that the reader runs
 *   <li>{@code prints} or {@code prints, with other numbers}: the output of these commands
 *   <li>{@code install}: the command that installs Debian packages
 * </ul>
 *
 * @param name the page's file name without {@code .md}
 * @param steps the steps in the page's order
 */
record Tutorial(String name, List<TutorialStep> steps) {
    private static final Pattern MARKED = Pattern.compile(
            "^<!-- (\\w+)(?:[:,] ([^>]+))? -->\n```\\w+\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern FENCE = Pattern.compile("^```\\w+$", Pattern.MULTILINE);
    private static final String INSTALL = "apt-get install ";

    /** All tutorials, sorted by file name. */
    static List<Tutorial> all(Path docs) throws IOException {
        try (Stream<Path> pages = Files.list(docs.resolve("tutorials"))) {
            return pages.filter(page -> page.toString().endsWith(".md") && !page.endsWith("README.md"))
                    .sorted()
                    .map(Tutorial::of)
                    .toList();
        }
    }

    private static Tutorial of(Path page) {
        try {
            String name = page.getFileName().toString();
            return parse(name.substring(0, name.lastIndexOf('.')), Files.readString(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Parses a page.
     *
     * @throws IllegalArgumentException if a block has no marker comment or an unknown one
     */
    static Tutorial parse(String name, String text) {
        var steps = new ArrayList<TutorialStep>();
        for (MatchResult block : MARKED.matcher(text).results().toList()) {
            steps.add(step(name, block.group(1), block.group(2), block.group(3)));
        }
        long blocks = FENCE.matcher(text).results().count();
        if (blocks != steps.size()) {
            throw new IllegalArgumentException(
                    name + " has " + blocks + " blocks, but " + steps.size() + " marker comments");
        }
        return new Tutorial(name, List.copyOf(steps));
    }

    private static TutorialStep step(String name, String kind, String detail, String text) {
        return switch (kind) {
            case "file" -> new TutorialStep.Write(detail, text);
            case "run" -> new TutorialStep.Run(text);
            case "prints" -> new TutorialStep.Prints(new ExpectedOutput(text, detail == null));
            case "install" -> new TutorialStep.Install(packages(text));
            default -> throw new IllegalArgumentException(name + " has a block of unknown kind '" + kind + "'");
        };
    }

    private static List<String> packages(String command) {
        String names = command.strip();
        if (!names.startsWith(INSTALL)) {
            throw new IllegalArgumentException("Install block does not start with '" + INSTALL + "': " + names);
        }
        return Arrays.asList(names.substring(INSTALL.length()).split("\\s+"));
    }
}
