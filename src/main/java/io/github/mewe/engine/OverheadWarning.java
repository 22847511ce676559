package io.github.mewe.engine;

import io.github.mewe.link.GranularityPlan;
import java.util.Locale;
import java.util.Optional;

/** Warns of a binary that exceeds the overhead budget although its functions choose as rarely as they can. */
final class OverheadWarning {
    /** A difference too small for the two decimals of the message. */
    private static final double TOLERANCE = 0.01;

    private OverheadWarning() {}

    /**
     * Creates the warning.
     *
     * @param options the link options
     * @param plan the plan, with its predicted overhead
     * @return empty if the overhead is within the budget, only estimated, or the result of a configured granularity
     */
    static Optional<String> of(LinkOptions options, GranularityPlan plan) {
        boolean isPredicted = options.profile().isPresent();
        boolean isPlanned = options.granularity().equals(GranularityChoice.AUTOMATIC);
        boolean isExceeded = plan.overhead() > options.maxOverhead() + TOLERANCE;
        if (!isPredicted || !isPlanned || !isExceeded) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "predicted run time x%.2f exceeds <budget><maxOverhead> (mewe.maxOverhead), which is %.2f. Exported"
                        + " functions and functions in tables choose at least once per instance, and in this profile"
                        + " that alone costs more. Record a longer run, or exclude hot functions with <excludes>"
                        + " (mewe.excludes); \"load\" in the manifest names them",
                plan.overhead(),
                options.maxOverhead()));
    }
}
