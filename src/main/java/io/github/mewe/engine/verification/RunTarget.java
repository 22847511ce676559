package io.github.mewe.engine.verification;

import io.github.mewe.execution.ArgumentGenerator;
import io.github.mewe.execution.ExportedFunction;
import io.github.mewe.execution.Invocation;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.ProgramInput;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A configured run or an export, to be called in the same way in the original and in the binary.
 *
 * @param text a description for the report
 * @param plans the runs, each on a fresh instance
 * @param isConfigured true if the user configured it
 */
record RunTarget(String text, List<RunPlan> plans, boolean isConfigured) {
    /** Exports that belong to the life cycle of an instance, including those that the plugin adds. */
    private static final Set<String> NOT_CALLED = Set.of(ProgramInput.EXPORT, "mewe_force");

    private static final List<String> NOT_CALLED_FROM = List.of("asyncify_", "mewe_seed");

    /**
     * Lists the configured run and the exports of a module.
     *
     * @param exportInputs the number of argument lists per export that is not configured
     * @param seed the source of these arguments
     */
    static List<RunTarget> of(PreparedModule original, RunPlan plan, int exportInputs, long seed) {
        var targets = new ArrayList<RunTarget>();
        if (!plan.isEmpty()) {
            targets.add(new RunTarget(plan.toString(), List.of(plan), true));
        }
        if (plan.start().isEmpty() && original.function(ProgramInput.EXPORT).isPresent()) {
            var start = new ProgramInput(List.of(), new byte[0], Map.of());
            var alone = new RunPlan(Optional.of(start), List.of());
            targets.add(new RunTarget(ProgramInput.EXPORT + " without arguments and input", List.of(alone), false));
        }
        for (ExportedFunction function : original.functions()) {
            boolean isCalled = !NOT_CALLED.contains(function.name())
                    && !RunPlan.INITIALIZERS.contains(function.name())
                    && NOT_CALLED_FROM.stream().noneMatch(function.name()::startsWith);
            if (isCalled && function.isScalar() && exportInputs > 0) {
                targets.add(automatic(function, exportInputs, seed));
            }
        }
        return targets;
    }

    /** The exports whose parameters or results are not all numbers, so that they cannot be called automatically. */
    static List<ExportedFunction> notCalled(PreparedModule original) {
        return original.functions().stream()
                .filter(function -> !function.isScalar())
                .toList();
    }

    /** The same target with its first run alone. */
    RunTarget first() {
        return plans.size() == 1 ? this : new RunTarget(plans.get(0).toString(), plans.subList(0, 1), isConfigured);
    }

    private static RunTarget automatic(ExportedFunction function, int exportInputs, long seed) {
        List<RunPlan> plans = new ArgumentGenerator(seed ^ function.name().hashCode())
                .of(function, exportInputs).stream()
                        .map(arguments ->
                                new RunPlan(Optional.empty(), List.of(new Invocation(function.name(), arguments, 1))))
                        .toList();
        String types = function.params().stream().map(ValueType::toString).collect(Collectors.joining(", "));
        return new RunTarget(
                function.name() + "(" + types + ")"
                        + (plans.size() == 1 ? "" : " on " + plans.size() + " argument lists"),
                plans,
                false);
    }
}
