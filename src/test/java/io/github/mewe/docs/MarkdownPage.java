package io.github.mewe.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A page of the documentation, without its code blocks.
 *
 * @param file the page's file
 * @param base the directory that its links are relative to
 * @param text its text
 */
record MarkdownPage(Path file, Path base, String text) {
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^( *)(```+|~~~+).*?^ *\\2 *$");
    private static final Pattern INDENTED_CODE = Pattern.compile("(?m)(?<=\\n\\n|\\A) {4}.*(\\n {4}.*)*");
    private static final Pattern CODE_SPAN = Pattern.compile("(`+)(.+?)\\1");
    private static final Pattern LINK = Pattern.compile("\\]\\(<?([^)\\s>]+)>?(?: \"[^\"]*\")?\\)");
    private static final Pattern REFERENCE = Pattern.compile("(?m)^ {0,3}\\[[^\\]]+\\]: *(\\S+)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?)(?: +#+)? *$");
    private static final Pattern EXTERNAL = Pattern.compile("^[a-z][a-z0-9+.-]*:.*");

    static MarkdownPage read(Path file, Path base) throws IOException {
        String text =
                CODE_BLOCK.matcher(Files.readString(file).replace("\r\n", "\n")).replaceAll("");
        return new MarkdownPage(file, base, INDENTED_CODE.matcher(text).replaceAll(""));
    }

    /** The targets of its links into the repository, as they are written. */
    List<String> links() {
        String prose = CODE_SPAN.matcher(text).replaceAll("");
        var links = new ArrayList<String>();
        for (Pattern pattern : List.of(LINK, REFERENCE)) {
            pattern.matcher(prose)
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !EXTERNAL.matcher(target).matches())
                    .forEach(links::add);
        }
        return links;
    }

    List<String> codeSpans() {
        return CODE_SPAN.matcher(text).results().map(span -> span.group(2)).toList();
    }

    /** The file that a link leads to. */
    Path target(String link) {
        String path = link.replaceFirst("#.*", "");
        return path.isEmpty() ? file : base.resolve(path).normalize();
    }

    /** The anchors of its headings, as GitHub derives them. */
    Set<String> anchors() {
        var anchors = new LinkedHashSet<String>();
        Map<String, Integer> uses = new HashMap<>();
        HEADING.matcher(text).results().map(heading -> anchor(heading.group(1))).forEach(anchor -> {
            int earlier = uses.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(earlier == 0 ? anchor : anchor + "-" + earlier);
        });
        return anchors;
    }

    private static String anchor(String heading) {
        String words = heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1");
        return words.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\p{M}_ -]", "")
                .replace(' ', '-');
    }
}
