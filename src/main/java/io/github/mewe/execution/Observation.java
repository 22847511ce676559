package io.github.mewe.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The observable effects of a run.
 *
 * @param steps the calls and their outcomes, in order
 * @param output a WASI program's output; empty for other modules
 * @param hostCalls the calls of imports that stubs answered
 * @param memories the final contents of the memories, by their names
 * @param globals the final values of the globals of scalar types, by their names
 */
public record Observation(
        List<Step> steps,
        ProgramOutput output,
        HostCalls hostCalls,
        Map<String, byte[]> memories,
        Map<String, Value> globals) {
    /** The limit on repetitions of one call; more would reveal nothing new. */
    public static final int MOST_TIMES = 100;

    /**
     * A call and its outcome.
     *
     * @param call the call as text
     */
    public record Step(String call, CallOutcome outcome) {}

    /**
     * Runs a plan on a fresh instance.
     *
     * @param environment the environment; a program's input comes from the plan
     * @param seed the seed to give to the instance before the first call
     * @param plan the calls; each is repeated at most {@link #MOST_TIMES} times
     * @throws InvocationException if the plan does not fit the module's exports
     * @throws EngineLimitException if the engine cannot link the module
     */
    public static Observation of(
            PreparedModule module, RunEnvironment environment, Optional<HostSeed> seed, RunPlan plan) {
        RunEnvironment full = plan.start().map(environment::with).orElse(environment);
        try (RunningModule running = module.instantiate(full)) {
            seed.ifPresent(value -> value.applyTo(running));
            var steps = new ArrayList<Step>();
            if (plan.start().isPresent()) {
                plan.check(module);
                step(running, ProgramInput.EXPORT, ProgramInput.EXPORT, steps);
            } else {
                initializer(module).ifPresent(name -> step(running, name, name, steps));
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
                    new ProgramOutput(running.stdout(), running.stderr(), running.files()),
                    running.hostCalls(),
                    memories,
                    running.globals());
        } catch (FailedInstantiationException e) {
            return new Observation(
                    List.of(new Step("instantiation", e.outcome())),
                    ProgramOutput.NONE,
                    HostCalls.NONE,
                    Map.of(),
                    Map.of());
        }
    }

    /**
     * The part that does not depend on the addresses of stack frames. The memories and globals may contain such
     * addresses, and the arguments of host calls may be such addresses.
     */
    public Observation withoutAddresses() {
        return new Observation(steps, output, hostCalls.counted(), Map.of(), Map.of());
    }

    private static Optional<String> initializer(PreparedModule module) {
        return RunPlan.INITIALIZERS.stream()
                .filter(name -> module.function(name)
                        .filter(function -> function.params().isEmpty()
                                && function.results().isEmpty())
                        .isPresent())
                .findFirst();
    }

    private static void step(RunningModule running, String text, String export, List<Step> steps, long... arguments) {
        boolean isOver = !steps.isEmpty() && steps.get(steps.size() - 1).outcome() instanceof CallOutcome.Stopped;
        if (!isOver) {
            steps.add(new Step(text, running.call(export, arguments)));
        }
    }

    /** The reason if the engine or the time limit stopped the run; the run then proves nothing about the module. */
    public Optional<CallOutcome.Stopped> stopped() {
        return steps.isEmpty() || !(steps.get(steps.size() - 1).outcome() instanceof CallOutcome.Stopped stopped)
                ? Optional.empty()
                : Optional.of(stopped);
    }
}
