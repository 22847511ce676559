package io.github.mewe.tutorial;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The output that a tutorial shows. The lines must appear in this order; others may come between them. {@code ...}
 * matches any text within a line, and any lines if it stands alone.
 *
 * @param text the output in the tutorial
 * @param sameNumbers if true, numbers must match exactly; otherwise any number matches, but 0 matches only 0
 */
record ExpectedOutput(String text, boolean sameNumbers) {
    private static final String ANYTHING = "...";
    private static final String NOTHING = "0";
    private static final Pattern PART = Pattern.compile("\\.\\.\\.|\\d+(?:[.,]\\d+)*|(?:(?!\\.\\.\\.)\\D)+");

    /** The first expected line that is missing or precedes an earlier expected line. */
    Optional<String> missingIn(String printed) {
        List<String> lines = printed.lines().toList();
        int next = 0;
        for (String expected : text.lines().toList()) {
            if (expected.isBlank() || expected.strip().equals(ANYTHING)) {
                continue;
            }
            Pattern pattern = pattern(expected);
            while (next < lines.size() && !pattern.matcher(lines.get(next)).matches()) {
                next++;
            }
            if (next == lines.size()) {
                return Optional.of(expected);
            }
            next++;
        }
        return Optional.empty();
    }

    private Pattern pattern(String line) {
        return Pattern.compile(
                PART.matcher(line).replaceAll(part -> Matcher.quoteReplacement(regex(part.group()))) + "\\s*");
    }

    private String regex(String part) {
        if (part.equals(ANYTHING)) {
            return ".*";
        }
        boolean number = Character.isDigit(part.charAt(0));
        return number && !sameNumbers && !part.equals(NOTHING) ? "\\d+(?:[.,]\\d+)*" : Pattern.quote(part);
    }
}
