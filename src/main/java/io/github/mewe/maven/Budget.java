package io.github.mewe.maven;

import io.github.mewe.variant.VariantBudget;
import java.time.Duration;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;

/** The element {@code <budget>}. */
public final class Budget {
    private String size;
    private Integer variants;
    private Double maxGrowth;
    private Double maxVariantCost;
    private Double coverage;
    private Double maxOverhead;
    private Integer timeSeconds;

    /** Resolves the budget. Takes the value of a missing element from its property, or from the size. */
    VariantBudget resolve(DiversifyMojo properties) throws MojoFailureException {
        BudgetSize chosen = BudgetSize.named(either(size, properties.size));
        int resolvedVariants = either(variants, either(properties.variants, chosen.variants()));
        double resolvedGrowth = either(maxGrowth, either(properties.maxGrowth, chosen.maxGrowth()));
        double resolvedCost = either(maxVariantCost, properties.maxVariantCost);
        double resolvedCoverage = either(coverage, either(properties.coverage, chosen.coverage()));
        int resolvedTime = either(timeSeconds, properties.timeSeconds);
        require(resolvedVariants >= 1 && resolvedVariants <= 1000, "variants", resolvedVariants, "from 1 to 1000");
        require(resolvedGrowth >= 1 && resolvedGrowth <= 10_000, "maxGrowth", resolvedGrowth, "from 1.0 to 10000.0");
        require(resolvedCost >= 1 && resolvedCost <= 1000, "maxVariantCost", resolvedCost, "from 1.0 to 1000.0");
        require(resolvedCoverage > 0 && resolvedCoverage <= 1, "coverage", resolvedCoverage, "above 0, and at most 1");
        require(resolvedTime >= 0, "timeSeconds", resolvedTime, "0 (no limit) or more");
        Optional<Duration> time = resolvedTime == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(resolvedTime));
        boolean isPreset =
                variants == null && properties.variants == null && maxGrowth == null && properties.maxGrowth == null;
        return new VariantBudget(
                resolvedVariants,
                resolvedGrowth,
                resolvedCost,
                time,
                isPreset && chosen == BudgetSize.AUTO,
                resolvedCoverage);
    }

    private static <T> T either(T configured, T otherwise) {
        return configured == null ? otherwise : configured;
    }

    /** Resolves the maximum ratio of run times likewise. */
    double maxOverhead(double defaultMaxOverhead) throws MojoFailureException {
        double resolved = either(maxOverhead, defaultMaxOverhead);
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
