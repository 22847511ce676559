package io.github.mewe.engine.verification;

import io.github.mewe.common.AbandonableWork;
import io.github.mewe.execution.EndiveEngine;
import io.github.mewe.execution.Engine;
import io.github.mewe.execution.EngineLimitException;
import io.github.mewe.execution.Engines;
import io.github.mewe.execution.ExportedFunction;
import io.github.mewe.execution.FailedInstantiationException;
import io.github.mewe.execution.InvocationException;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.RunEnvironment;
import io.github.mewe.report.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Compares whole runs of a multivariant binary with runs of the original. */
final class ModuleRuns {
    /** The name of a WASI program, its argument 0. */
    static final String PROGRAM = "program";

    private static final String NOT_RUN = "not-run";
    private static final String ANY = "any";
    private static final double AUTOMATIC_SHARE = 0.2;
    private static final double INTERPRETER_SHARE = 0.05;

    /** More calls with arbitrary arguments take time but reveal little. */
    private static final Duration MOST_AUTOMATIC = Duration.ofSeconds(12);

    /** The size of all modules to run, per second of the time limit, above which the embedded engine interprets. */
    private static final int MOST_COMPILED_BYTES_PER_SECOND = 25_000;

    private final List<Engine> engines;
    private final int threads;
    private final VerificationSubject subject;
    private final Deadline deadline;
    private final VerificationProgress progress;
    private final FaultyRunSteps faultySteps;
    private final ForcedBinaries copies;
    private final SplittableRandom random;
    private final long argumentSeed;

    /**
     * Compares runs of one binary.
     *
     * @param engines the engines to try, in order of preference
     */
    ModuleRuns(
            List<Engine> engines,
            int threads,
            VerificationSubject subject,
            Deadline deadline,
            FaultyRunSteps faultySteps,
            VerificationProgress progress) {
        this.engines = engines;
        this.threads = threads;
        this.subject = subject;
        this.deadline = deadline;
        this.faultySteps = faultySteps;
        this.progress = progress;
        copies = new ForcedBinaries(subject.binary(), subject.manifest());
        random = new SplittableRandom(subject.seed());
        argumentSeed = random.nextLong();
    }

    /** The engines for a binary, in order of preference. */
    static List<Engine> engines(VerificationSubject subject) {
        long copies = new ForcedBinaries(subject.binary(), subject.manifest()).mostVariants();
        long bytes = subject.binary().length + (copies + 1) * subject.input().length;
        return Engines.forComparison(bytes
                > MOST_COMPILED_BYTES_PER_SECOND * subject.request().time().toSeconds());
    }

    /** Both modules, prepared by one engine. */
    record PreparedPair(Engine engine, PreparedModule original, PreparedModule binary) {}

    /**
     * Compares runs on the first engine that can run the module.
     *
     * @throws InvocationException if the module cannot run as the request asks
     */
    RunFindings compare() {
        var refusals = new ArrayList<String>();
        for (Engine engine : engines) {
            try {
                Optional<PreparedPair> pair = prepare(engine);
                return pair.isPresent() ? compare(pair.get()) : notRun(Deadline.OVER);
            } catch (EngineLimitException e) {
                refusals.add(engine.name() + ": " + e.getMessage());
            }
        }
        return notRun(String.join("; ", refusals));
    }

    private RunFindings notRun(String reason) {
        VerificationRequest request = subject.request();
        String configured =
                request.runs().plan().isEmpty() ? "" : request.runs().plan() + " and ";
        return new RunFindings(
                List.of(new Verification.Run(
                        configured + "all exports",
                        String.join(", ", engines.stream().map(Engine::name).toList()),
                        ANY,
                        NOT_RUN,
                        reason)),
                List.of(),
                Map.of());
    }

    /** Prepares both modules; empty if the deadline is over. */
    private Optional<PreparedPair> prepare(Engine plain) {
        Engine engine = subject.on(plain);
        return AbandonableWork.within(deadline.left(), () -> {
            PreparedModule original = engine.prepare(subject.input(), PROGRAM);
            try {
                tryOut(original);
                return new PreparedPair(engine, original, engine.prepare(subject.binary(), PROGRAM));
            } catch (RuntimeException | Error e) {
                original.close();
                throw e;
            }
        });
    }

    /** Fails if the engine cannot run the original. */
    private void tryOut(PreparedModule original) {
        Duration limit = Duration.ofSeconds(10);
        try {
            original.instantiate(
                            RunEnvironment.DEFAULT.with(limit.compareTo(deadline.left()) < 0 ? limit : deadline.left()))
                    .close();
        } catch (FailedInstantiationException e) {
            // The comparison covers failing instantiations, too.
        }
    }

    private RunFindings compare(PreparedPair pair) {
        VerificationRequest request = subject.request();
        request.runs().plan().check(pair.original());
        List<RunTarget> targets =
                RunTarget.of(pair.original(), request.runs().plan(), subject.exportInputs(), argumentSeed);
        List<RunConfiguration> configurations = new RunConfigurations(subject, copies, threads, progress)
                .make(
                        pair.engine(),
                        pair.binary(),
                        random,
                        Deadline.in(deadline.left().dividedBy(2)));
        boolean isInterpreted =
                pair.engine().name().equals(EndiveEngine.compiling().name());
        var executor =
                new RunExecutor(threads, progress, targets.size() * (configurations.size() + (isInterpreted ? 1 : 0)));
        RunSection all = section(executor, pair, targets, configurations, AUTOMATIC_SHARE);
        var runs = new ArrayList<>(all.runs());
        for (ExportedFunction function : RunTarget.notCalled(pair.original())) {
            runs.add(new Verification.Run(
                    function.name(),
                    pair.engine().name(),
                    ANY,
                    NOT_RUN,
                    "its parameters or results are not all numbers: configure an <invocation> or <start> that reaches"
                            + " it"));
        }
        var divergences = new RunDivergences(subject.manifest(), copies, faultySteps, deadline);
        divergences.add(all);
        if (isInterpreted) {
            interpreted(executor, targets, configurations.get(0)).ifPresent(interpreted -> {
                runs.addAll(interpreted.runs());
                if (divergences.isEmpty()) {
                    divergences.add(interpreted);
                }
                interpreted.close();
            });
        }
        all.close();
        return divergences.findings(runs);
    }

    private RunSection section(
            RunExecutor executor,
            PreparedPair pair,
            List<RunTarget> targets,
            List<RunConfiguration> configurations,
            double share) {
        var comparison =
                new RunComparison(pair.original(), subject.hasMovedMemory(), deadline, automaticDeadline(share));
        var section = new RunSection(pair, configurations, targets, comparison);
        executor.run(section);
        return section;
    }

    /** Repeats the first run of each target on an interpreter, which no fault of a compiler can affect. */
    private Optional<RunSection> interpreted(
            RunExecutor executor, List<RunTarget> targets, RunConfiguration configuration) {
        List<RunTarget> first = targets.stream().map(RunTarget::first).toList();
        return prepare(EndiveEngine.interpreting())
                .map(pair ->
                        section(executor, pair, first, List.of(configuration.with(pair.binary())), INTERPRETER_SHARE));
    }

    /** The deadline for calls that the user did not configure. */
    private Deadline automaticDeadline(double share) {
        Duration time =
                Duration.ofMillis((long) (share * subject.request().time().toMillis()));
        return Deadline.in(Stream.of(time, MOST_AUTOMATIC, deadline.left())
                .min(Comparator.naturalOrder())
                .orElseThrow());
    }
}
