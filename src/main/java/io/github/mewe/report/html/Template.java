package io.github.mewe.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

    /**
     * Reads a resource.
     *
     * @param name its path from the root of the class path, or from this package
     */
    static String resource(String name) {
        try (InputStream in = Template.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the plugin's jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
