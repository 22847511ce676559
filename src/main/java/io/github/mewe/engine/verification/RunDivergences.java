package io.github.mewe.engine.verification;

import io.github.mewe.execution.RunPlan;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        var search = new FaultyFunctionSearch(section.pair().engine(), copies, section.comparison(), deadline);
        List<RunConfiguration> configurations = section.configurations();
        section.tallies().forEach((target, counts) -> {
            boolean isExplained = false;
            for (boolean isForced : new boolean[] {true, false}) {
                for (int i = 0; i < configurations.size() && !isExplained; i++) {
                    RunConfiguration configuration = configurations.get(i);
                    Optional<RunTally.Difference> difference = counts.get(i).difference();
                    if (configuration.number().isPresent() == isForced && difference.isPresent()) {
                        investigate(configuration, difference.get(), section.comparison(), search);
                    }
                }
                // A forced variant explains more than a seed does.
                isExplained = IntStream.range(0, configurations.size())
                        .anyMatch(i -> configurations.get(i).number().isPresent()
                                && counts.get(i).difference().isPresent());
            }
        });
    }

    private void investigate(
            RunConfiguration configuration,
            RunTally.Difference difference,
            RunComparison comparison,
            FaultyFunctionSearch search) {
        if (investigated++ >= MOST_INVESTIGATED) {
            return;
        }
        RunPlan plan = difference.plan();
        Optional<FaultyFunctionSearch.Culprit> culprit = Optional.empty();
        FaultyRunSteps.Blamed blamed = FaultyRunSteps.Blamed.NONE;
        try {
            Optional<RunComparison.Reference> reference =
                    configuration.number().isPresent() ? comparison.again(plan) : Optional.empty();
            culprit = reference.flatMap(original ->
                    search.search(plan, original, configuration.number().getAsInt()));
            if (culprit.isPresent()) {
                if (faulty.contains(culprit.get().variant())) {
                    return;
                }
                faulty.add(culprit.get().variant());
                blamed = faultySteps.steps(
                        culprit.get(), module -> search.differs(plan, reference.orElseThrow(), module), deadline);
            }
        } catch (RuntimeException e) {
            blamed = new FaultyRunSteps.Blamed(null, "the search for the faulty step failed: " + e);
        }
        divergences.add(new RunTestCase(manifest, configuration, plan, culprit, blamed)
                .write(difference.found(), divergences.size() + 1, testCases));
    }
}
