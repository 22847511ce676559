package io.github.mewe.maven;

import io.github.mewe.report.Manifest;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.apache.maven.plugin.logging.Log;

/** Prints the shared variants of a population and the distances between its binaries. */
final class PopulationLog {
    private final Log log;

    PopulationLog(Log log) {
        this.log = log;
    }

    /**
     * Prints the summary.
     *
     * @param input the input
     * @param seconds the time that it took to make the binaries
     * @param population the manifests of the binaries; at least two
     */
    void report(Path input, double seconds, List<Manifest> population) {
        info("Diversified %s in %.1f s into a population of %d binaries", input, seconds, population.size());
        long shared = most(population, Manifest.Population::sharedFunctions);
        long originals = most(population, Manifest.Population::sharedOriginals);
        info(
                "  %s functions have variants that no other binary contains%s%s",
                range(population),
                shared == 0
                        ? ""
                        : "; up to " + shared
                                + " share variants, because they have fewer variants than there are binaries",
                originals == 0
                        ? ""
                        : "; several binaries contain the original body of up to " + originals
                                + " functions. To leave it out, set <includeOriginal> (mewe.includeOriginal) to false");
        List<Manifest.Distance> distances = population.stream()
                .map(Manifest::population)
                .filter(member -> member.distances() != null)
                .flatMap(member -> member.distances().stream())
                .toList();
        if (distances.isEmpty()) {
            return;
        }
        info(
                "  between two binaries: mean distance of variants %.3f, minimum %.3f; at least %.1f %% of the functions"
                        + " have no body in common; at most %.1f %% of the code bytes are at the same offset",
                distances.stream()
                        .mapToDouble(Manifest.Distance::variants)
                        .average()
                        .orElse(0),
                distances.stream()
                        .mapToDouble(Manifest.Distance::variants)
                        .min()
                        .orElse(0),
                100
                        * distances.stream()
                                .mapToDouble(Manifest.Distance::disjoint)
                                .min()
                                .orElse(0),
                100
                        * distances.stream()
                                .mapToDouble(Manifest.Distance::sameOffset)
                                .max()
                                .orElse(0));
    }

    private static String range(List<Manifest> population) {
        List<Integer> disjoint = population.stream()
                .map(manifest -> manifest.population().disjointFunctions())
                .sorted(Comparator.naturalOrder())
                .toList();
        int least = disjoint.get(0);
        int most = disjoint.get(disjoint.size() - 1);
        return least == most ? String.valueOf(least) : least + " to " + most;
    }

    private static long most(List<Manifest> population, ToIntFunction<Manifest.Population> figure) {
        return population.stream()
                .map(Manifest::population)
                .mapToInt(figure)
                .max()
                .orElse(0);
    }

    private void info(String format, Object... values) {
        log.info(String.format(Locale.ROOT, format, values));
    }
}
