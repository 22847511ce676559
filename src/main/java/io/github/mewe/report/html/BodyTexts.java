package io.github.mewe.report.html;

import io.github.mewe.report.Manifest;
import java.util.List;

/**
 * The bodies of a function as text.
 *
 * @param function its place in {@link Manifest#functions()}
 * @param bodies the bodies, the original first if it is one of the choices
 */
public record BodyTexts(int function, List<Body> bodies) {
    /** Copies the list. */
    public BodyTexts {
        bodies = List.copyOf(bodies);
    }

    /**
     * A body.
     *
     * @param name its name in the output
     * @param text its instructions, each on a line
     */
    public record Body(String name, String text) {}
}
