package io.github.mewe.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Summarises in one line when the functions of a binary choose, how many bits a run draws, and who supplies the key.
 */
public final class ChoiceSummary {
    private static final List<Map.Entry<String, String>> GRANULARITIES = List.of(
            Map.entry("call", "at each call"),
            Map.entry("paced", "paced"),
            Map.entry("instance", "once per instance"),
            Map.entry("bound", "at build time (bound)"));

    private ChoiceSummary() {}

    /**
     * Summarises the choices of a binary.
     *
     * @return empty if nothing chooses
     */
    public static Optional<String> of(Manifest manifest) {
        Map<String, Long> counts = manifest.allFunctions().stream()
                .filter(function -> function.choice() != null)
                .collect(Collectors.groupingBy(function -> function.choice().granularity(), Collectors.counting()));
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        String functions = GRANULARITIES.stream()
                .filter(granularity -> counts.containsKey(granularity.getKey()))
                .map(granularity -> count(counts.get(granularity.getKey())) + " " + granularity.getValue())
                .collect(Collectors.joining(", "));
        return Optional.of(Stream.of(Optional.of(functions), bits(manifest), key(manifest.seeding()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; ")));
    }

    private static Optional<String> bits(Manifest manifest) {
        boolean isRecorded = manifest.prediction().from().equals("profile");
        return Optional.ofNullable(manifest.diversity().bitsPerRun())
                .map(bits -> count(Math.round(bits)) + " random bits per run"
                        + (isRecorded ? "" : " (estimated for one call of each export)"));
    }

    private static Optional<String> key(Manifest.Seeding seeding) {
        return Optional.ofNullable(seeding).map(s -> switch (s.by()) {
            case Manifest.Seeding.NOBODY -> s.how() + ": " + s.otherwise();
            case Manifest.Seeding.HOST -> "the host " + s.how() + ", otherwise " + s.otherwise();
            default -> "the host " + s.how();
        });
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
