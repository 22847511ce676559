package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.WorkerPool;
import io.github.mewe.execution.ProgramInput;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.profile.BodyEstimate;
import io.github.mewe.profile.StaticEstimate;
import io.github.mewe.profile.Workload;
import io.github.mewe.variant.GenerationSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Estimates a module's workload from its structure. */
public final class WorkloadEstimate {
    private WorkloadEstimate() {}

    /**
     * Estimates the workload of a module.
     *
     * @param threads the number of threads; the estimate does not depend on it
     */
    public static Workload of(GenerationSource source, BinaryenModule module, int threads) {
        List<String> names = IntStream.range(0, source.functionCount())
                .mapToObj(source::functionName)
                .toList();
        var runs = new BodyEstimate[names.size()];
        WorkerPool.deep("mewe-estimate", threads).forEach(runs.length, i -> runs[i] = run(source, i, module));
        Set<String> calledOnce = Stream.of(ProgramInput.EXPORT, RunPlan.INITIALIZE)
                .flatMap(export -> module.exports().function(export).stream())
                .collect(Collectors.toSet());
        return StaticEstimate.of(
                names, List.of(runs), module.exports().functions(), module.referencedFunctions(), calledOnce);
    }

    /**
     * The estimate for one run of a function. A function that is left alone is assumed to run each instruction once.
     */
    private static BodyEstimate run(GenerationSource source, int index, BinaryenModule module) {
        return source.leftAlone(index)
                .map(function -> new BodyEstimate(
                        function.instructions(),
                        module.directCallees(function.name()).stream()
                                .collect(Collectors.toMap(callee -> callee, callee -> 1.0))))
                .orElseGet(() -> BodyEstimate.of(source.lift(index).root()));
    }
}
