package io.github.mewe.engine;

import io.github.mewe.execution.RunPlan;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Gives each configured run to the core modules of a component that export the functions it calls. */
public final class ComponentPlans {
    private static final RunPlan NONE = new RunPlan(Optional.empty(), List.of());

    private ComponentPlans() {}

    /** The part of a configured run that a module can do: all of it or, in a component, nothing. */
    public static RunPlan of(MultivariantModule module, RunPlan plan) {
        return fits(module, plan) ? plan : NONE;
    }

    /** The configured runs that a module can do: all of them unless it is in a component. */
    public static List<RunPlan> of(MultivariantModule module, List<RunPlan> plans) {
        return plans.stream().filter(plan -> fits(module, plan)).toList();
    }

    private static boolean fits(MultivariantModule module, RunPlan plan) {
        return module.frame().isEmpty() || plan.callsOnly(module.exports());
    }

    /**
     * Checks that some module can do each configured run.
     *
     * @throws VerificationException if none can
     */
    public static void check(Collection<MultivariantModule> modules, List<RunPlan> plans) {
        for (RunPlan plan : plans) {
            if (!plan.isEmpty() && modules.stream().noneMatch(module -> fits(module, plan))) {
                var exports = new TreeSet<String>();
                modules.forEach(module -> exports.addAll(module.exports()));
                throw new VerificationException("<invocations> or <start>: no diversified core module of the component"
                        + " exports all functions of the run " + plan + ". Exported functions: "
                        + String.join(", ", exports));
            }
        }
    }
}
