package io.github.mewe.maven;

import io.github.mewe.variant.VariantBudget;
import java.time.Duration;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;

/** The element {@code <budget>}. */
public final class Budget {
    private Integer variants;
    private Double maxGrowth;
    private Double maxVariantCost;
    private Double maxOverhead;
    private Integer timeSeconds;

    /** Resolves the budget. Takes the value of a missing element from its property or default. */
    VariantBudget resolve(
            int defaultVariants, double defaultMaxGrowth, double defaultMaxVariantCost, int defaultTimeSeconds)
            throws MojoFailureException {
        int resolvedVariants = variants == null ? defaultVariants : variants;
        double resolvedGrowth = maxGrowth == null ? defaultMaxGrowth : maxGrowth;
        double resolvedCost = maxVariantCost == null ? defaultMaxVariantCost : maxVariantCost;
        int resolvedTime = timeSeconds == null ? defaultTimeSeconds : timeSeconds;
        require(resolvedVariants >= 1 && resolvedVariants <= 1000, "variants", resolvedVariants, "from 1 to 1000");
        require(resolvedGrowth >= 1 && resolvedGrowth <= 10_000, "maxGrowth", resolvedGrowth, "from 1.0 to 10000.0");
        require(resolvedCost >= 1 && resolvedCost <= 1000, "maxVariantCost", resolvedCost, "from 1.0 to 1000.0");
        require(resolvedTime >= 0, "timeSeconds", resolvedTime, "0 (no limit) or more");
        Optional<Duration> time = resolvedTime == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(resolvedTime));
        return new VariantBudget(resolvedVariants, resolvedGrowth, resolvedCost, time);
    }

    /** Resolves the maximum ratio of run times likewise. */
    double maxOverhead(double defaultMaxOverhead) throws MojoFailureException {
        double resolved = maxOverhead == null ? defaultMaxOverhead : maxOverhead;
        require(resolved >= 1 && resolved <= 1000, "maxOverhead", resolved, "from 1.0 to 1000.0");
        return resolved;
    }

    private static void require(boolean holds, String element, Number value, String range) throws MojoFailureException {
        if (!holds) {
            throw new MojoFailureException(
                    "<budget><" + element + "> (mewe." + element + ") is " + value + "; it must be " + range);
        }
    }
}
