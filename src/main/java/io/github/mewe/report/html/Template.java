package io.github.mewe.report.html;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with places for other text, each marked as <code>{{name}}</code>. What is put in is not searched for places. */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z0-9-]+)}}");

    private final String text;

    Template(String text) {
        this.text = text;
    }

    /**
     * Fills all places.
     *
     * @param parts what goes where
     * @throws IllegalStateException if there is nothing for a place
     */
    String fill(Map<String, String> parts) {
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(part(parts, place.group(1))));
    }

    private static String part(Map<String, String> parts, String name) {
        String part = parts.get(name);
        if (part == null) {
            throw new IllegalStateException("nothing is there for the place " + name);
        }
        return part;
    }
}
