package io.github.mewe.tutorial;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What commands are said to print: lines that come in this order, others between them. {@code ...} stands for any text
 * in a line, and alone on a line for lines that are left out.
 *
 * @param text what a tutorial shows
 * @param sameNumbers whether numbers are what is shown, too; else they are any numbers, but for 0
 */
record ExpectedOutput(String text, boolean sameNumbers) {
    private static final String ANYTHING = "...";
    private static final String NOTHING = "0";
    private static final Pattern PART = Pattern.compile("\\.\\.\\.|\\d+(?:[.,]\\d+)*|(?:(?!\\.\\.\\.)\\D)+");

    /** The first line that was not printed, or not after the line before it. */
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
