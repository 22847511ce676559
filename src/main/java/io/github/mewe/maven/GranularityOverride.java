package io.github.mewe.maven;

import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.link.Granularity;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;

/** An element of {@code <granularityOverrides>}. */
public final class GranularityOverride {
    private static final String ELEMENT = "<granularityOverrides><granularityOverride>";

    private String functions;
    private String granularity;

    GranularityChoice.Override resolve() throws MojoFailureException {
        if (functions == null || functions.isBlank()) {
            throw new MojoFailureException(ELEMENT + " has no <functions>; give it a glob on function names");
        }
        return new GranularityChoice.Override(functions, parse(ELEMENT + "<granularity>", granularity));
    }

    /**
     * Parses a granularity.
     *
     * @param element the XML element, for messages
     * @param name the name of the granularity
     * @return empty for {@code auto}
     */
    static Optional<Granularity> parse(String element, String name) throws MojoFailureException {
        if (GranularityChoice.AUTO.equals(name)) {
            return Optional.empty();
        }
        return Optional.of(Granularity.named(String.valueOf(name))
                .orElseThrow(() -> new MojoFailureException(
                        element + " is '" + name + "'; it must be one of auto, call, paced, instance, bound")));
    }
}
