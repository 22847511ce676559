package io.github.mewe.seeding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A program in docs/guides/seeding.md.
 *
 * @param language {@code js} or {@code java}
 * @param place the environment: {@code run} for any engine of the language, or {@code worker}
 * @param forms the modules that it loads: {@code original} or names of randomness sources
 * @param text the program
 */
record Snippet(String language, String place, List<String> forms, String text) {
    private static final Path GUIDE =
            Path.of(System.getProperty("project.basedir", "."), "docs", "guides", "seeding.md");
    private static final Pattern MARKED =
            Pattern.compile("<!-- (\\w+): ([\\w ]+) -->\n```(\\w+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FENCE = Pattern.compile("(?m)^```\\w+$");

    /** All programs of the page, in order. */
    static List<Snippet> all() throws IOException {
        String guide = Files.readString(GUIDE);
        List<Snippet> snippets = MARKED.matcher(guide)
                .results()
                .map(found -> new Snippet(
                        found.group(3), found.group(1), List.of(found.group(2).split(" ")), found.group(4)))
                .toList();
        if (snippets.size() != FENCE.matcher(guide).results().count()) {
            throw new AssertionError(GUIDE + " has programs without a comment on their purpose");
        }
        return snippets;
    }

    /** The programs in a language that run in any of its engines. */
    static List<Snippet> in(String language) throws IOException {
        return all().stream()
                .filter(snippet -> snippet.language.equals(language) && snippet.place.equals("run"))
                .toList();
    }
}
