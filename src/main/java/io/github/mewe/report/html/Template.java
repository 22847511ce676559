package io.github.mewe.report.html;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills placeholders <code>{{name}}</code> in a text. Does not search inserted text for placeholders. */
final class Template {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z0-9-]+)}}");

    private Template() {}

    /**
     * Fills all placeholders.
     *
     * @param parts the texts to insert, by placeholder
     * @throws IllegalStateException if a placeholder has no text
     */
    static String fill(String text, Map<String, String> parts) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(part(parts, found.group(1))));
    }

    private static String part(Map<String, String> parts, String name) {
        String part = parts.get(name);
        if (part == null) {
            throw new IllegalStateException("no text for the placeholder " + name);
        }
        return part;
    }
}
