package io.github.mewe.engine;

import io.github.mewe.link.Granularity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The configured granularities.
 *
 * @param all the granularity of all functions; empty to decide function by function
 * @param overrides exceptions; the first match applies
 */
public record GranularityChoice(Optional<Granularity> all, List<Override> overrides) {
    /** The name in a POM of deciding function by function. */
    public static final String AUTO = "auto";

    /** Decides function by function. */
    public static final GranularityChoice AUTOMATIC = new GranularityChoice(Optional.empty(), List.of());

    /** Copies the list. */
    public GranularityChoice {
        overrides = List.copyOf(overrides);
    }

    /**
     * An exception.
     *
     * @param functions a glob on function names
     * @param granularity their granularity; empty to decide function by function
     */
    public record Override(String functions, Optional<Granularity> granularity) {
        private boolean matches(String function) {
            return new NameFilter(List.of(functions), List.of()).test(function);
        }
    }

    /** The configured granularity of a function; empty to decide. */
    Optional<Granularity> of(String function) {
        return overrides.stream()
                .filter(override -> override.matches(function))
                .findFirst()
                .map(Override::granularity)
                .orElse(all);
    }

    private static String text(Optional<Granularity> granularity) {
        return granularity.map(Granularity::configurationName).orElse(AUTO);
    }

    /** The granularities as text. */
    @java.lang.Override
    public String toString() {
        return text(all)
                + overrides.stream()
                        .map(override -> "," + override.functions() + "=" + text(override.granularity()))
                        .collect(Collectors.joining());
    }
}
