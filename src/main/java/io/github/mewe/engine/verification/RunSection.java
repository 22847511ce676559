package io.github.mewe.engine.verification;

import io.github.mewe.execution.ObservationComparison;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.RunEnvironment;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.report.Verification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The runs of all targets in all configurations, on one engine. */
final class RunSection {
    private final ModuleRuns.PreparedPair pair;
    private final List<RunConfiguration> configurations;
    private final Map<RunTarget, List<RunTally>> tallies = new LinkedHashMap<>();
    private final RunComparison comparison;

    RunSection(
            ModuleRuns.PreparedPair pair,
            List<RunConfiguration> configurations,
            List<RunTarget> targets,
            RunComparison comparison) {
        this.pair = pair;
        this.configurations = configurations;
        this.comparison = comparison;
        for (RunTarget target : targets) {
            tallies.put(
                    target,
                    configurations.stream().map(configuration -> new RunTally()).toList());
        }
    }

    List<RunConfiguration> configurations() {
        return configurations;
    }

    /** For each target, one tally per configuration. */
    Map<RunTarget, List<RunTally>> tallies() {
        return tallies;
    }

    /** Executes one run of a target on the original and in each configuration. A failure costs this run alone. */
    void execute(RunTarget target, int round) {
        RunPlan plan = target.plans().get(round);
        Optional<RunComparison.Reference> reference;
        try {
            reference = comparison.reference(plan, target.isConfigured());
        } catch (RuntimeException | OutOfMemoryError e) {
            tallies.get(target).forEach(tally -> tally.add(round, plan, failed("the original", e)));
            return;
        }
        for (int i = 0; i < configurations.size(); i++) {
            ObservationComparison result =
                    reference.isEmpty() ? RunComparison.outOfTime() : compare(reference.get(), plan, i);
            tallies.get(target).get(i).add(round, plan, result);
        }
    }

    private ObservationComparison compare(RunComparison.Reference reference, RunPlan plan, int configuration) {
        try {
            return comparison.compare(reference, plan, configurations.get(configuration));
        } catch (RuntimeException | OutOfMemoryError e) {
            return failed("the binary", e);
        }
    }

    private static ObservationComparison failed(String which, Throwable e) {
        return new ObservationComparison.Incomparable("the run of " + which + " failed: " + e);
    }

    /** Repeats a run of the original, to compare runs of other binaries with it; empty if the deadline is over. */
    Optional<FaultyFunctionSearch.BinaryComparison> again(RunPlan plan, boolean isConfigured) {
        return comparison.again(plan, isConfigured).map(reference -> binary -> difference(plan, reference, binary));
    }

    private Optional<ObservationComparison.Different> difference(
            RunPlan plan, RunComparison.Reference reference, byte[] binary) {
        try (PreparedModule module = pair.engine().prepare(binary, ModuleRuns.PROGRAM)) {
            var configuration = RunConfiguration.choosing("", module, RunEnvironment.DEFAULT, Optional.empty());
            return comparison.compare(reference, plan, configuration)
                            instanceof ObservationComparison.Different different
                    ? Optional.of(different)
                    : Optional.empty();
        }
    }

    List<Verification.Run> runs() {
        var runs = new ArrayList<Verification.Run>();
        tallies.forEach((target, counts) -> {
            for (int i = 0; i < configurations.size(); i++) {
                runs.add(counts.get(i)
                        .run(
                                target.text(),
                                pair.engine().name(),
                                configurations.get(i).text()));
            }
        });
        return runs;
    }

    void close() {
        for (RunConfiguration configuration : configurations) {
            configuration.module().ifPresent(PreparedModule::close);
        }
        pair.original().close();
    }
}
