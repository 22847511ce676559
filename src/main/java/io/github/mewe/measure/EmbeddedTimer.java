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

/** Takes times on an engine in this JVM. */
public final class EmbeddedTimer {
    private static final int STARTS = 6;
    private static final int FEWEST = 8;
    private static final double NANOS = 1000;

    private final Engine engine;

    /**
     * Times on an engine.
     *
     * @param engine the engine
     */
    public EmbeddedTimer(Engine engine) {
        this.engine = engine;
    }

    /**
     * Takes times, in the order original, multivariant, multivariant, original and so on, so that neither gains by a
     * machine that gets slower or faster. As many runs as are taken are made before, for the engine to settle.
     *
     * @param pair what is compared
     * @param plan what a run does
     * @param keys the keys of the runs
     * @throws TimingException if a run fails
     * @throws io.github.mewe.execution.EngineLimitException if the engine cannot run a module
     */
    public TimeSamples take(TimingRequest pair, RunPlan plan, RunSeeds keys) throws TimingException {
        try (PreparedModule original = engine.prepare(pair.original(), pair.name());
                PreparedModule multivariant = engine.prepare(pair.multivariant(), pair.name())) {
            plan.check(original);
            long begin = System.nanoTime();
            long limit = pair.limit().toNanos();
            for (int i = 0; i < pair.runs() && System.nanoTime() - begin < limit / 4; i++) {
                time(original, Optional.empty(), plan, keys.of(i));
                time(multivariant, pair.seedExport(), plan, keys.of(i));
            }
            List<Double> before = new ArrayList<>();
            List<Double> after = new ArrayList<>();
            while (before.size() < pair.runs() && (before.size() < FEWEST || System.nanoTime() - begin < limit)) {
                RunSeeds.Key one = keys.of(pair.runs() + before.size());
                RunSeeds.Key other = keys.of(pair.runs() + before.size() + 1);
                before.add(time(original, Optional.empty(), plan, one));
                after.add(time(multivariant, pair.seedExport(), plan, one));
                after.add(time(multivariant, pair.seedExport(), plan, other));
                before.add(time(original, Optional.empty(), plan, other));
            }
            return starts(pair, plan, keys, before, after);
        } catch (FailedInstantiationException e) {
            throw new TimingException(e.getMessage());
        }
    }

    private TimeSamples starts(TimingRequest pair, RunPlan plan, RunSeeds keys, List<Double> before, List<Double> after)
            throws TimingException {
        List<Double> originalStart = new ArrayList<>();
        List<Double> start = new ArrayList<>();
        for (int i = 0; i < STARTS; i += 2) {
            originalStart.add(start(pair.original(), pair.name(), Optional.empty(), plan, keys.of(i)));
            start.add(start(pair.multivariant(), pair.name(), pair.seedExport(), plan, keys.of(i)));
            start.add(start(pair.multivariant(), pair.name(), pair.seedExport(), plan, keys.of(i + 1)));
            originalStart.add(start(pair.original(), pair.name(), Optional.empty(), plan, keys.of(i + 1)));
        }
        return new TimeSamples(engine.name(), array(before), array(after), array(originalStart), array(start));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private double start(byte[] binary, String name, Optional<String> seedExport, RunPlan plan, RunSeeds.Key key)
            throws TimingException {
        long begin = System.nanoTime();
        try (PreparedModule module = engine.prepare(binary, name)) {
            time(module, seedExport, plan, key);
        }
        return (System.nanoTime() - begin) / NANOS;
    }

    private static double time(PreparedModule module, Optional<String> seedExport, RunPlan plan, RunSeeds.Key key)
            throws TimingException {
        RunEnvironment setting = RunEnvironment.DEFAULT.withKeys(key.low());
        try (RunningModule running =
                module.instantiate(plan.start().map(setting::with).orElse(setting))) {
            seedExport.ifPresent(export -> new HostSeed(export, key.low(), key.high()).applyTo(running));
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
