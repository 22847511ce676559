package io.github.mewe.report.html;

import io.github.mewe.report.Manifest;
import java.util.List;

/**
 * The bodies of a function as text.
 *
 * @param function the function's position in {@link Manifest#functions()}
 * @param bodies the bodies; the original comes first if it can be chosen
 */
public record BodyTexts(int function, List<Body> bodies) {
    /** Copies the list. */
    public BodyTexts {
        bodies = List.copyOf(bodies);
    }

    /**
     * A body.
     *
     * @param name the name in the output
     * @param text the instructions, one per line
     */
    public record Body(String name, String text) {}
}
