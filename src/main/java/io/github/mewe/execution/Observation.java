package io.github.mewe.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is seen of a run.
 *
 * @param steps what was called, in order, and what came of it
 * @param stdout what a program wrote to its standard output
 * @param stderr what a program wrote to its standard error
 * @param hostCalls the calls of imports that stubs answered
 * @param files what is left in a program's directory, by paths
 * @param memories what is left in memories, by their names
 * @param globals what is left in globals of scalar types, by their names
 */
public record Observation(
        List<Step> steps,
        byte[] stdout,
        byte[] stderr,
        HostCalls hostCalls,
        Map<String, byte[]> files,
        Map<String, byte[]> memories,
        Map<String, Value> globals) {
    /** So often a call is repeated at most: more would show the same again. */
    public static final int MOST_TIMES = 100;

    /**
     * A call.
     *
     * @param call what was called, as text
     * @param outcome what came of it
     */
    public record Step(String call, CallOutcome outcome) {}

    /**
     * Observes a run on a fresh instance.
     *
     * @param module the module
     * @param setting what it finds around it, but for what the plan gives to a program
     * @param seed what is called before anything else
     * @param plan what it does; a call is made at most {@link #MOST_TIMES} times
     * @throws InvocationException if the plan names what is not there, or cannot be called so
     * @throws EngineLimitException if the engine cannot link it
     */
    public static Observation of(PreparedModule module, RunEnvironment setting, Optional<HostSeed> seed, RunPlan plan) {
        RunEnvironment full = plan.start().map(setting::with).orElse(setting);
        try (RunningModule running = module.instantiate(full)) {
            seed.ifPresent(value -> value.plant(running));
            var steps = new ArrayList<Step>();
            if (plan.start().isPresent()) {
                plan.check(module);
                step(running, ProgramInput.EXPORT, ProgramInput.EXPORT, steps);
            } else if (module.function(RunPlan.INITIALIZE).isPresent()) {
                step(running, RunPlan.INITIALIZE, RunPlan.INITIALIZE, steps);
            }
            for (Invocation invocation : plan.invocations()) {
                long[] arguments = plan.arguments(module, invocation);
                for (int i = 0; i < Math.min(invocation.times(), MOST_TIMES); i++) {
                    step(running, invocation.toString(), invocation.export(), steps, arguments);
                }
            }
            var memories = new HashMap<String, byte[]>();
            running.memories().forEach(name -> memories.put(name, running.memory(name)));
            return new Observation(
                    steps,
                    running.stdout(),
                    running.stderr(),
                    running.hostCalls(),
                    running.files(),
                    memories,
                    running.globals());
        } catch (FailedInstantiationException e) {
            return new Observation(
                    List.of(new Step("instantiation", e.outcome())),
                    new byte[0],
                    new byte[0],
                    HostCalls.NONE,
                    Map.of(),
                    Map.of(),
                    Map.of());
        }
    }

    private static void step(RunningModule running, String text, String export, List<Step> steps, long... arguments) {
        boolean isOver = !steps.isEmpty() && steps.get(steps.size() - 1).outcome() instanceof CallOutcome.Stopped;
        if (!isOver) {
            steps.add(new Step(text, running.call(export, arguments)));
        }
    }

    /** By what the run was stopped, if it was: then it says nothing about the module. */
    public Optional<CallOutcome.Stopped> stopped() {
        return steps.isEmpty() || !(steps.get(steps.size() - 1).outcome() instanceof CallOutcome.Stopped stopped)
                ? Optional.empty()
                : Optional.of(stopped);
    }
}
