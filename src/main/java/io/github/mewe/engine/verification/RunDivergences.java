package io.github.mewe.engine.verification;

import io.github.mewe.common.AbandonableWork;
import io.github.mewe.execution.ObservationComparison;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Collects the differences between whole runs and searches for the variant and the steps that cause each. */
final class RunDivergences {
    /** One faulty variant shows in many runs, so only the first differences are investigated. */
    private static final int MOST_INVESTIGATED = 12;

    private final Manifest manifest;
    private final ForcedBinaries copies;
    private final FaultyRunSteps faultySteps;
    private final Deadline deadline;
    private final List<Verification.Divergence> divergences = new ArrayList<>();
    private final Map<String, byte[]> testCases = new LinkedHashMap<>();
    private final List<Manifest.Variant> faulty = new ArrayList<>();
    private int investigated;

    RunDivergences(Manifest manifest, ForcedBinaries copies, FaultyRunSteps faultySteps, Deadline deadline) {
        this.manifest = manifest;
        this.copies = copies;
        this.faultySteps = faultySteps;
        this.deadline = deadline;
    }

    boolean isEmpty() {
        return divergences.isEmpty();
    }

    RunFindings findings(List<Verification.Run> runs) {
        return new RunFindings(runs, divergences, testCases);
    }

    void add(RunSection section) {
        List<RunConfiguration> configurations = section.configurations();
        section.tallies().forEach((target, counts) -> {
            boolean isExplained = false;
            for (boolean isForced : new boolean[] {true, false}) {
                for (int i = 0; i < configurations.size() && !isExplained; i++) {
                    RunConfiguration configuration = configurations.get(i);
                    Optional<RunTally.Difference> difference = counts.get(i).difference();
                    if (configuration.number().isPresent() == isForced && difference.isPresent()) {
                        RunPlan plan = difference.get().plan();
                        investigate(
                                configuration,
                                ReproducedRun.of(plan),
                                difference.get().found(),
                                () -> section.again(plan, target.isConfigured()));
                    }
                }
                // A forced variant explains more than a seed does.
                isExplained = IntStream.range(0, configurations.size())
                        .anyMatch(i -> configurations.get(i).number().isPresent()
                                && counts.get(i).difference().isPresent());
            }
        });
    }

    /**
     * Searches for the cause of a difference and adds it.
     *
     * @param comparison compares the run with that of the original; empty if the deadline is over
     */
    void investigate(
            RunConfiguration configuration,
            ReproducedRun run,
            ObservationComparison.Different found,
            Supplier<Optional<FaultyFunctionSearch.BinaryComparison>> comparison) {
        if (investigated++ >= MOST_INVESTIGATED) {
            return;
        }
        Cause cause;
        try {
            cause = AbandonableWork.within(deadline.left(), () -> cause(configuration, comparison))
                    .orElseGet(() ->
                            new Cause(Optional.empty(), new FaultyRunSteps.Blamed(null, StepReduction.OUT_OF_TIME)));
        } catch (RuntimeException e) {
            cause = new Cause(
                    Optional.empty(), new FaultyRunSteps.Blamed(null, "the search for the faulty step failed: " + e));
        }
        Optional<Manifest.Variant> variant = cause.culprit().map(FaultyFunctionSearch.Culprit::variant);
        if (variant.filter(faulty::contains).isPresent()) {
            return;
        }
        variant.ifPresent(faulty::add);
        divergences.add(new RunTestCase(manifest, configuration, run, cause.culprit(), cause.blamed())
                .write(found, divergences.size() + 1, testCases));
    }

    /** The variant and the steps that make a run differ. */
    private record Cause(Optional<FaultyFunctionSearch.Culprit> culprit, FaultyRunSteps.Blamed blamed) {}

    private Cause cause(
            RunConfiguration configuration, Supplier<Optional<FaultyFunctionSearch.BinaryComparison>> comparison) {
        Optional<FaultyFunctionSearch.BinaryComparison> again =
                configuration.number().isPresent() ? comparison.get() : Optional.empty();
        Optional<FaultyFunctionSearch.Culprit> culprit =
                again.flatMap(original -> new FaultyFunctionSearch(copies, deadline)
                        .search(original, configuration.number().getAsInt()));
        FaultyRunSteps.Blamed blamed = culprit.filter(found -> !faulty.contains(found.variant()))
                .map(found -> faultySteps.steps(
                        found, module -> again.orElseThrow().difference(module).isPresent(), deadline))
                .orElse(FaultyRunSteps.Blamed.NONE);
        return new Cause(culprit, blamed);
    }
}
