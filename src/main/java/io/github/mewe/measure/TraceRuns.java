package io.github.mewe.measure;

import io.github.mewe.execution.CallOutcome;
import io.github.mewe.execution.FailedInstantiationException;
import io.github.mewe.execution.HostSeed;
import io.github.mewe.execution.Invocation;
import io.github.mewe.execution.InvocationException;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.ProgramInput;
import io.github.mewe.execution.RunEnvironment;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.execution.RunningModule;
import io.github.mewe.execution.Value;
import io.github.mewe.link.EntryTracing;
import io.github.mewe.link.EntryTracing.Traced;
import io.github.mewe.link.Granularity;
import io.github.mewe.report.Measurement.Dynamics;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Runs a traced binary many times, each time in a fresh instance with a new seed, and compares the traces. */
public final class TraceRuns {
    /** The number of runs in the picture. */
    private static final int SHOWN_RUNS = 64;

    /** The bits of the discriminator's key limit the number of traces. */
    private static final int KEY_BITS = 128;

    private static final int WORD = 64;

    private final PreparedModule module;
    private final List<Traced> functions;
    private final Optional<String> seedExport;
    private final boolean keyed;
    private final RunSeeds seeds;

    /**
     * Prepares runs of a binary.
     *
     * @param module the binary with tracing
     * @param functions the traced functions
     * @param seedExport the export that takes the host's seed, if any
     * @param keyed false if all runs have the same key
     * @param seeds the seeds of the runs
     */
    public TraceRuns(
            PreparedModule module, List<Traced> functions, Optional<String> seedExport, boolean keyed, RunSeeds seeds) {
        this.module = module;
        this.functions = List.copyOf(functions);
        this.seedExport = seedExport;
        this.keyed = keyed;
        this.seeds = seeds;
    }

    private record Trace(long length, long low, long high) {}

    private record Run(Trace trace, long choices, double ways, double entropy, BitSet reached, List<Integer> first) {}

    /** Thrown if a run traps or is stopped. */
    private static final class FailedRunException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedRunException(String message) {
            super(message);
        }
    }

    /**
     * Runs the plan repeatedly.
     *
     * @param plan the calls of a run
     * @param count the number of runs, at least 1
     * @param pathBits the binary logarithm of the number of paths in the static call graph
     * @throws InvocationException if the plan does not fit the module's exports
     */
    public Dynamics measure(RunPlan plan, int count, double pathBits) {
        plan.check(module);
        var runs = new ArrayList<Run>();
        try {
            for (int i = 0; i < count; i++) {
                runs.add(run(plan, seeds.of(i)));
            }
        } catch (FailedRunException | FailedInstantiationException e) {
            return failed(plan, count, pathBits, "run " + runs.size() + ": " + e.getMessage());
        }
        return dynamics(plan, runs, pathBits);
    }

    /** The entry of an invocation that could not be measured. */
    public static Dynamics failed(RunPlan plan, int count, double pathBits, String why) {
        return new Dynamics(
                plan.toString(),
                count,
                why,
                null,
                null,
                null,
                0,
                0,
                0,
                0,
                Distributions.rounded(pathBits),
                null,
                List.of(),
                0,
                0,
                null);
    }

    private Run run(RunPlan plan, RunSeeds.Seed seed) throws FailedRunException {
        RunEnvironment environment = RunEnvironment.DEFAULT.withKeys(seed.low());
        try (RunningModule running =
                module.instantiate(plan.start().map(environment::with).orElse(environment))) {
            seedExport.ifPresent(export -> new HostSeed(export, seed.low(), seed.high()).applyTo(running));
            if (plan.start().isPresent()) {
                call(running, ProgramInput.EXPORT);
            } else if (module.function(RunPlan.INITIALIZE).isPresent()) {
                call(running, RunPlan.INITIALIZE);
            }
            for (Invocation invocation : plan.invocations()) {
                long[] arguments = plan.arguments(module, invocation);
                for (int i = 0; i < invocation.times(); i++) {
                    call(running, invocation.export(), arguments);
                }
            }
            return traced(running.exportedGlobals());
        }
    }

    private static void call(RunningModule running, String export, long... arguments) throws FailedRunException {
        CallOutcome outcome = running.call(export, arguments);
        if (outcome instanceof CallOutcome.Trapped || outcome instanceof CallOutcome.Stopped) {
            throw new FailedRunException(export + " " + outcome);
        }
    }

    private Run traced(Map<String, Value> globals) {
        long choices = bits(globals, EntryTracing.DRAWS);
        double ways = bits(globals, EntryTracing.WAYS) / EntryTracing.UNIT;
        double entropy = bits(globals, EntryTracing.ENTROPY) / EntryTracing.UNIT;
        var reached = new BitSet();
        for (int i = 0; i < functions.size(); i++) {
            Traced function = functions.get(i);
            if (isRaised(globals, EntryTracing.REACHED, i)) {
                reached.set(i);
            }
            if (function.granularity() == Granularity.INSTANCE && isRaised(globals, EntryTracing.DRAWN, i)) {
                choices++;
                ways += StrictMath.log(function.bodies().size()) / StrictMath.log(2);
                entropy += function.bits();
            }
        }
        long length = bits(globals, EntryTracing.LENGTH);
        var first = new ArrayList<Integer>();
        for (int i = 0; i < Math.min(length, EntryTracing.FIRST_COUNT); i++) {
            first.add((int) bits(globals, EntryTracing.FIRST + i));
        }
        var trace = new Trace(length, bits(globals, EntryTracing.HASH_LOW), bits(globals, EntryTracing.HASH_HIGH));
        return new Run(trace, choices, ways, entropy, reached, first);
    }

    private static boolean isRaised(Map<String, Value> globals, String flags, int place) {
        return (bits(globals, flags + place / WORD) >>> place % WORD & 1) != 0;
    }

    private static long bits(Map<String, Value> globals, String name) {
        return globals.get(name).bits();
    }

    private Dynamics dynamics(RunPlan plan, List<Run> runs, double pathBits) {
        var statistics = TraceStatistics.of(runs.stream().map(Run::trace).toList());
        var reached = new BitSet();
        runs.forEach(run -> reached.or(run.reached()));
        // A tree of choices with at most n bits on any path has at most 2^n leaves (Kraft).
        double ways = runs.stream().mapToDouble(Run::ways).max().orElseThrow();
        double seen = StrictMath.log(statistics.distinct()) / StrictMath.log(2);
        double possible = Math.max(seen, keyed ? Math.min(KEY_BITS, ways) : 0);
        double entropy = runs.stream().mapToDouble(Run::entropy).min().orElseThrow();
        OptionalDouble collisions = statistics.collisionProbability();
        boolean isEstimated = collisions.isEmpty() && keyed && entropy > 0;
        Double repeat = collisions.isPresent()
                ? Distributions.rounded(TraceStatistics.runsUntilRepeat(collisions.getAsDouble()))
                : isEstimated
                        ? Distributions.rounded(
                                TraceStatistics.runsUntilRepeat(StrictMath.pow(2, -Math.min(KEY_BITS, entropy))))
                        : null;
        return new Dynamics(
                plan.toString(),
                runs.size(),
                null,
                Distributions.of(
                        runs.stream().mapToDouble(run -> run.trace().length()).toArray()),
                Distributions.of(runs.stream().mapToDouble(Run::choices).toArray()),
                Distributions.of(runs.stream().mapToDouble(Run::entropy).toArray()),
                reached.cardinality(),
                Distributions.rounded(statistics.uniqueRatio()),
                Distributions.rounded(statistics.entropy()),
                Distributions.rounded(TraceStatistics.ceiling(runs.size(), possible)),
                Distributions.rounded(pathBits),
                repeat,
                runs.stream().limit(SHOWN_RUNS).map(Run::first).toList(),
                Distributions.rounded(possible),
                Distributions.rounded(TraceStatistics.expected(runs.size(), possible)),
                collisions.isPresent() ? "repetitions" : isEstimated ? "choices" : null);
    }
}
