package io.github.mewe.measure;

import io.github.mewe.execution.CallOutcome;
import io.github.mewe.execution.Engine;
import io.github.mewe.execution.FailedInstantiationException;
import io.github.mewe.execution.HostSeed;
import io.github.mewe.execution.Invocation;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.ProgramInput;
import io.github.mewe.execution.RunEnvironment;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.execution.RunningModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures run times in an engine in this JVM. */
public final class EmbeddedTimer {
    private static final int STARTS = 6;
    private static final int FEWEST = 8;
    private static final double NANOS = 1000;

    private final Engine engine;

    /** Creates a timer for an engine. */
    public EmbeddedTimer(Engine engine) {
        this.engine = engine;
    }

    /**
     * Measures in the order original, multivariant, multivariant, original, so that neither benefits from a machine
     * that becomes slower or faster. Makes an equal number of warm-up runs first.
     *
     * @param pair the modules to compare
     * @param plan the calls of a run
     * @param seeds the seeds of the runs
     * @throws TimingException if a run fails
     * @throws io.github.mewe.execution.EngineLimitException if the engine cannot run a module
     */
    public TimeSamples take(TimingRequest pair, RunPlan plan, RunSeeds seeds) throws TimingException {
        try (PreparedModule original = engine.prepare(pair.original(), pair.name());
                PreparedModule multivariant = engine.prepare(pair.multivariant(), pair.name())) {
            plan.check(original);
            long begin = System.nanoTime();
            long limit = pair.limit().toNanos();
            for (int i = 0; i < pair.runs() && System.nanoTime() - begin < limit / 4; i++) {
                time(original, Optional.empty(), plan, seeds.of(i));
                time(multivariant, pair.seedExport(), plan, seeds.of(i));
            }
            List<Double> before = new ArrayList<>();
            List<Double> after = new ArrayList<>();
            while (before.size() < pair.runs() && (before.size() < FEWEST || System.nanoTime() - begin < limit)) {
                RunSeeds.Seed one = seeds.of(pair.runs() + before.size());
                RunSeeds.Seed other = seeds.of(pair.runs() + before.size() + 1);
                before.add(time(original, Optional.empty(), plan, one));
                after.add(time(multivariant, pair.seedExport(), plan, one));
                after.add(time(multivariant, pair.seedExport(), plan, other));
                before.add(time(original, Optional.empty(), plan, other));
            }
            return starts(pair, plan, seeds, before, after);
        } catch (FailedInstantiationException e) {
            throw new TimingException(e.getMessage());
        }
    }

    private TimeSamples starts(
            TimingRequest pair, RunPlan plan, RunSeeds seeds, List<Double> before, List<Double> after)
            throws TimingException {
        List<Double> originalStart = new ArrayList<>();
        List<Double> start = new ArrayList<>();
        for (int i = 0; i < STARTS; i += 2) {
            originalStart.add(start(pair.original(), pair.name(), Optional.empty(), plan, seeds.of(i)));
            start.add(start(pair.multivariant(), pair.name(), pair.seedExport(), plan, seeds.of(i)));
            start.add(start(pair.multivariant(), pair.name(), pair.seedExport(), plan, seeds.of(i + 1)));
            originalStart.add(start(pair.original(), pair.name(), Optional.empty(), plan, seeds.of(i + 1)));
        }
        return new TimeSamples(engine.name(), array(before), array(after), array(originalStart), array(start));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private double start(byte[] binary, String name, Optional<String> seedExport, RunPlan plan, RunSeeds.Seed seed)
            throws TimingException {
        long begin = System.nanoTime();
        try (PreparedModule module = engine.prepare(binary, name)) {
            time(module, seedExport, plan, seed);
        }
        return (System.nanoTime() - begin) / NANOS;
    }

    private static double time(PreparedModule module, Optional<String> seedExport, RunPlan plan, RunSeeds.Seed seed)
            throws TimingException {
        RunEnvironment environment = RunEnvironment.DEFAULT.withKeys(seed.low());
        try (RunningModule running =
                module.instantiate(plan.start().map(environment::with).orElse(environment))) {
            seedExport.ifPresent(export -> new HostSeed(export, seed.low(), seed.high()).applyTo(running));
            if (plan.start().isEmpty() && module.function(RunPlan.INITIALIZE).isPresent()) {
                call(running, RunPlan.INITIALIZE);
            }
            List<long[]> arguments = plan.invocations().stream()
                    .map(invocation -> plan.arguments(module, invocation))
                    .toList();
            long begin = System.nanoTime();
            if (plan.start().isPresent()) {
                call(running, ProgramInput.EXPORT);
            }
            for (int i = 0; i < plan.invocations().size(); i++) {
                Invocation invocation = plan.invocations().get(i);
                for (int j = 0; j < invocation.times(); j++) {
                    call(running, invocation.export(), arguments.get(i));
                }
            }
            return (System.nanoTime() - begin) / NANOS;
        }
    }

    private static void call(RunningModule running, String export, long... arguments) throws TimingException {
        CallOutcome outcome = running.call(export, arguments);
        if (outcome instanceof CallOutcome.Trapped || outcome instanceof CallOutcome.Stopped) {
            throw new TimingException(export + " " + outcome);
        }
    }
}
