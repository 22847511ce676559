package io.github.mewe.engine;

import io.github.mewe.link.GranularityPlan;
import java.util.Locale;
import java.util.Optional;

/** Says where a binary will take longer than is allowed, though functions choose as seldom as they can. */
final class OverheadWarning {
    /** What does not show in the two decimals of the message. */
    private static final double TOLERANCE = 0.01;

    private OverheadWarning() {}

    /**
     * The warning.
     *
     * @param linking what is asked for
     * @param plan when choices are made, and what that is predicted to cost
     * @return empty if that is allowed, if it is but guessed, or if the user has decided when choices are made
     */
    static Optional<String> of(LinkOptions linking, GranularityPlan plan) {
        if (linking.profile().isEmpty()
                || !linking.granularity().equals(GranularityChoice.AUTOMATIC)
                || plan.overhead() <= linking.maxOverhead() + TOLERANCE) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "the recorded run is predicted to take %.2f times as long, more than the %.2f of <budget><maxOverhead>"
                        + " (mewe.maxOverhead): exports and functions that are called through tables choose at least"
                        + " once an instance, and here that alone costs more. Record a longer run if this was a short"
                        + " one, or leave functions out with <excludes> (mewe.excludes)",
                plan.overhead(),
                linking.maxOverhead()));
    }
}
