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
 * A page of docs/guides/tutorials. What its reader is to do is in fenced blocks, each with a comment before it that
 * says what it is:
 *
 * <ul>
 *   <li>{@code file: PATH}: a file to write
 *   <li>{@code run}: commands
 *   <li>{@code prints} or {@code prints, with other numbers}: what these print
 *   <li>{@code install}: a command that installs Debian's packages
 * </ul>
 *
 * @param name the page's name, without its ending
 * @param steps what is to be done, in order
 */
record Tutorial(String name, List<TutorialStep> steps) {
    private static final Pattern MARKED = Pattern.compile(
            "^<!-- (\\w+)(?:[:,] ([^>]+))? -->\n```\\w+\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern FENCE = Pattern.compile("^```\\w+$", Pattern.MULTILINE);
    private static final String INSTALL = "apt-get install ";

    /** All pages with steps, by name. */
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
     * Reads a page.
     *
     * @throws IllegalArgumentException if there is a block that does not say what it is
     */
    static Tutorial parse(String name, String text) {
        var steps = new ArrayList<TutorialStep>();
        for (MatchResult block : MARKED.matcher(text).results().toList()) {
            steps.add(step(name, block.group(1), block.group(2), block.group(3)));
        }
        long blocks = FENCE.matcher(text).results().count();
        if (blocks != steps.size()) {
            throw new IllegalArgumentException(
                    name + " has " + blocks + " blocks, and " + steps.size() + " say what they are for");
        }
        return new Tutorial(name, List.copyOf(steps));
    }

    private static TutorialStep step(String name, String kind, String detail, String text) {
        return switch (kind) {
            case "file" -> new TutorialStep.Write(detail, text);
            case "run" -> new TutorialStep.Run(text);
            case "prints" -> new TutorialStep.Prints(new ExpectedOutput(text, detail == null));
            case "install" -> new TutorialStep.Install(packages(text));
            default -> throw new IllegalArgumentException(name + " has a block for '" + kind + "'");
        };
    }

    private static List<String> packages(String command) {
        String names = command.strip();
        if (!names.startsWith(INSTALL)) {
            throw new IllegalArgumentException("not '" + INSTALL + "' alone: " + names);
        }
        return Arrays.asList(names.substring(INSTALL.length()).split("\\s+"));
    }
}
