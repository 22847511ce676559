package io.github.mewe.engine.verification;

import io.github.mewe.execution.EngineLimitException;
import io.github.mewe.execution.Observation;
import io.github.mewe.execution.ObservationComparison;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.RunEnvironment;
import io.github.mewe.execution.RunPlan;
import java.time.Duration;
import java.util.Optional;

/** Makes runs of the original and of what it is compared with, in bounded time. */
final class RunComparison {
    private static final Duration ORIGINAL = Duration.ofSeconds(2);
    private static final Duration ORIGINAL_IF_CONFIGURED = Duration.ofSeconds(60);

    /** Who takes so many times as long, and so long at least, does not come to an end any more. */
    private static final int ENDLESS = 100;

    private static final Duration ENDLESS_AT_LEAST = Duration.ofSeconds(5);

    private static final String OUT_OF_TIME = "the time for verification was over";

    private final PreparedModule original;
    private final Deadline forConfigured;
    private final Deadline forOthers;

    /**
     * A comparison.
     *
     * @param original the original
     * @param forConfigured until when runs are made that the user asks for
     * @param forOthers until when others are
     */
    RunComparison(PreparedModule original, Deadline forConfigured, Deadline forOthers) {
        this.original = original;
        this.forConfigured = forConfigured;
        this.forOthers = forOthers;
    }

    /**
     * A run of the original.
     *
     * @param observation what is seen of it
     * @param time what it took
     * @param deadline until when others are compared with it
     */
    record Reference(Observation observation, Duration time, Deadline deadline) {}

    /** Runs the original; empty if there is no time. */
    Optional<Reference> reference(RunPlan plan, boolean isConfigured) {
        Deadline deadline = isConfigured ? forConfigured : forOthers;
        if (deadline.isOver()) {
            return Optional.empty();
        }
        Duration limit = shorter(isConfigured ? ORIGINAL_IF_CONFIGURED : ORIGINAL, deadline.left());
        long start = System.nanoTime();
        Observation observation = Observation.of(original, RunEnvironment.DEFAULT.with(limit), Optional.empty(), plan);
        return Optional.of(new Reference(observation, Duration.ofNanos(System.nanoTime() - start), deadline));
    }

    /** A run of the original to look into a difference that was found; there is time for it as for a configured one. */
    Optional<Reference> again(RunPlan plan) {
        return reference(plan, true);
    }

    /** Runs something else, and compares. */
    ObservationComparison compare(Reference reference, RunPlan plan, RunConfiguration way) {
        Observation seen = reference.observation();
        if (seen.stopped().isPresent()) {
            return ObservationComparison.of(seen, seen);
        }
        Deadline deadline = reference.deadline();
        if (deadline.isOver() || way.module().isEmpty()) {
            return outOfTime();
        }
        Duration endless = longer(ENDLESS_AT_LEAST, reference.time().multipliedBy(ENDLESS));
        Duration limit = shorter(endless, deadline.left());
        Observation other;
        try {
            other = Observation.of(way.module().get(), way.setting().with(limit), way.seed(), plan);
        } catch (EngineLimitException e) {
            return new ObservationComparison.Incomparable(e.getMessage());
        }
        boolean isEndless = limit.equals(endless)
                && other.stopped().filter(stopped -> stopped.isTimeOver()).isPresent();
        return isEndless
                ? new ObservationComparison.Different(
                        "the time it takes", text(reference.time()), "more than " + text(limit))
                : ObservationComparison.of(seen, other);
    }

    static ObservationComparison outOfTime() {
        return new ObservationComparison.Incomparable(OUT_OF_TIME);
    }

    private static String text(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }

    private static Duration shorter(Duration one, Duration two) {
        return one.compareTo(two) < 0 ? one : two;
    }

    private static Duration longer(Duration one, Duration two) {
        return one.compareTo(two) < 0 ? two : one;
    }
}
