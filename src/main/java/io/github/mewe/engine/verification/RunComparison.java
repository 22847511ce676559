package io.github.mewe.engine.verification;

import io.github.mewe.execution.EngineLimitException;
import io.github.mewe.execution.Observation;
import io.github.mewe.execution.ObservationComparison;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.RunEnvironment;
import io.github.mewe.execution.RunPlan;
import java.time.Duration;
import java.util.Optional;

/** Runs the original and the binary in bounded time and compares what the host observes. */
final class RunComparison {
    private static final Duration ORIGINAL = Duration.ofSeconds(2);
    private static final Duration ORIGINAL_IF_CONFIGURED = Duration.ofSeconds(60);

    /** A run that takes this many times as long as the original counts as endless. */
    private static final int ENDLESS = 100;

    private static final Duration ENDLESS_AT_LEAST = Duration.ofSeconds(5);

    /** Calls with arbitrary arguments ask for any amount of memory; they get at most 64 MiB. */
    private static final int MOST_PAGES_IF_AUTOMATIC = 1024;

    private final PreparedModule original;
    private final boolean hasMovedMemory;
    private final Deadline forConfigured;
    private final Deadline forOthers;

    /**
     * Compares runs with those of one original.
     *
     * @param hasMovedMemory true to compare nothing that depends on the addresses of stack frames and heap blocks
     * @param forConfigured the deadline of configured runs
     * @param forOthers the deadline of automatic runs
     */
    RunComparison(PreparedModule original, boolean hasMovedMemory, Deadline forConfigured, Deadline forOthers) {
        this.hasMovedMemory = hasMovedMemory;
        this.original = original;
        this.forConfigured = forConfigured;
        this.forOthers = forOthers;
    }

    /**
     * A run of the original.
     *
     * @param time the duration of the run
     * @param deadline the time by which comparisons with it must end
     * @param mostPages the limit of memories
     */
    record Reference(Observation observation, Duration time, Deadline deadline, int mostPages) {}

    /** Runs the original; empty if the deadline is over. */
    Optional<Reference> reference(RunPlan plan, boolean isConfigured) {
        return reference(plan, isConfigured, isConfigured ? forConfigured : forOthers);
    }

    /** Runs the original to investigate a difference, with the deadline of configured runs. */
    Optional<Reference> again(RunPlan plan, boolean isConfigured) {
        return reference(plan, isConfigured, forConfigured);
    }

    private Optional<Reference> reference(RunPlan plan, boolean isConfigured, Deadline deadline) {
        if (deadline.isOver()) {
            return Optional.empty();
        }
        Duration limit = shorter(isConfigured ? ORIGINAL_IF_CONFIGURED : ORIGINAL, deadline.left());
        int mostPages = isConfigured ? Integer.MAX_VALUE : MOST_PAGES_IF_AUTOMATIC;
        long start = System.nanoTime();
        Observation observation = Observation.of(
                original, RunEnvironment.DEFAULT.with(limit).withMostPages(mostPages), Optional.empty(), plan);
        return Optional.of(
                new Reference(observation, Duration.ofNanos(System.nanoTime() - start), deadline, mostPages));
    }

    /** Runs the binary in a configuration and compares the run with the original. */
    ObservationComparison compare(Reference reference, RunPlan plan, RunConfiguration configuration) {
        Observation seen = reference.observation();
        if (seen.stopped().isPresent()) {
            return ObservationComparison.of(seen, seen);
        }
        Deadline deadline = reference.deadline();
        if (deadline.isOver()) {
            return outOfTime();
        }
        if (configuration.module().isEmpty()) {
            return new ObservationComparison.Incomparable(configuration.missing());
        }
        Duration endless = longer(ENDLESS_AT_LEAST, reference.time().multipliedBy(ENDLESS));
        Duration limit = shorter(endless, deadline.left());
        Observation other;
        try {
            other = Observation.of(
                    configuration.module().get(),
                    configuration.environment().with(limit).withMostPages(reference.mostPages()),
                    configuration.seed(),
                    plan);
        } catch (EngineLimitException e) {
            return new ObservationComparison.Incomparable(e.getMessage());
        }
        boolean isEndless = limit.equals(endless)
                && other.stopped().filter(stopped -> stopped.isTimeOver()).isPresent();
        return isEndless
                ? new ObservationComparison.Different(
                        "running time", text(reference.time()), "more than " + text(limit))
                : hasMovedMemory
                        ? ObservationComparison.of(seen.withoutAddresses(), other.withoutAddresses())
                        : ObservationComparison.of(seen, other);
    }

    static ObservationComparison outOfTime() {
        return new ObservationComparison.Incomparable(Deadline.OVER);
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
