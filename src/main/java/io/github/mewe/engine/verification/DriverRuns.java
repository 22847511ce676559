package io.github.mewe.engine.verification;

import io.github.mewe.common.DeepThread;
import io.github.mewe.common.WorkerPool;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.execution.HostSeed;
import io.github.mewe.execution.NodeDriver;
import io.github.mewe.execution.ObservationComparison;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** Compares the results that the user's driver prints for the original and for the binary. */
final class DriverRuns {
    private static final RunPlan NO_PLAN = new RunPlan(Optional.empty(), List.of());

    /** A run that takes this many times as long as the original counts as endless. */
    private static final int ENDLESS = 100;

    private static final Duration ENDLESS_AT_LEAST = Duration.ofSeconds(20);

    private final int threads;
    private final VerificationSubject subject;
    private final Deadline deadline;
    private final ForcedBinaries copies;
    private final RunDivergences divergences;
    private final VerificationProgress progress;

    DriverRuns(
            int threads,
            VerificationSubject subject,
            Deadline deadline,
            FaultyRunSteps faultySteps,
            VerificationProgress progress) {
        this.threads = threads;
        this.subject = subject;
        this.deadline = deadline;
        this.progress = progress;
        copies = new ForcedBinaries(subject.binary(), subject.manifest());
        divergences = new RunDivergences(subject.manifest(), copies, faultySteps, deadline);
    }

    /**
     * The run of a binary.
     *
     * @param binary makes the binary, which may be a copy that makes no choices
     */
    private record Driven(RunConfiguration configuration, Supplier<byte[]> binary) {}

    /**
     * Compares the runs; no run if there is no driver.
     *
     * @throws VerificationException if Node is missing, or the driver fails on the original or does not repeat its
     *     result
     */
    RunFindings compare() {
        return subject.request()
                .runs()
                .driver()
                .map(this::compare)
                .orElseGet(() -> new RunFindings(List.of(), List.of(), Map.of()));
    }

    private RunFindings compare(VerificationDriver script) {
        var comparison = new DriverComparison(script);
        List<Driven> all = driven();
        var results = new ObservationComparison[all.size()];
        WorkerPool.deep("mewe-driver", threads).forEach(all.size(), i -> {
            results[i] = comparison.compareOrFail(all.get(i));
            progress.done("results of the driver compared", i + 1, results.length);
        });
        var runs = new ArrayList<Verification.Run>();
        ReproducedRun run = ReproducedRun.of(script.script());
        boolean isExplained = false;
        for (boolean isForced : new boolean[] {true, false}) {
            for (int i = 0; i < results.length; i++) {
                RunConfiguration configuration = all.get(i).configuration();
                if (configuration.number().isPresent() == isForced
                        && !isExplained
                        && results[i] instanceof ObservationComparison.Different different) {
                    divergences.investigate(configuration, run, different, () -> Optional.of(comparison));
                    // A forced variant explains more than a seed does.
                    isExplained = isForced;
                }
            }
        }
        for (int i = 0; i < results.length; i++) {
            var tally = new RunTally();
            tally.add(0, NO_PLAN, results[i]);
            runs.add(tally.run(run.text(), "node", all.get(i).configuration().text()));
        }
        return divergences.findings(runs);
    }

    /** The binary with several seeds, then copies that run one variant everywhere. */
    private List<Driven> driven() {
        var all = new ArrayList<Driven>();
        Manifest manifest = subject.manifest();
        var random = new SplittableRandom(subject.seed());
        int seeds = copies.functions().isEmpty() ? 1 : subject.request().seeds();
        for (int i = 0; i < seeds; i++) {
            Optional<HostSeed> seed = Optional.ofNullable(manifest.seedExport())
                    .map(export -> new HostSeed(export, random.nextLong(), random.nextLong()));
            String text = seed.map(value -> "seed " + value).orElse("choices of the binary");
            all.add(new Driven(RunConfiguration.driven(text, seed), subject::binary));
            if (seed.isEmpty() && manifest.randomness().equals("fixed")) {
                break;
            }
        }
        for (int i = 0; i < copies.mostVariants(); i++) {
            int number = i;
            all.add(new Driven(
                    RunConfiguration.missing(i, ""), () -> DeepThread.call(() -> copies.everywhere(number))));
        }
        return all;
    }

    /** Compares results with the original's. */
    private final class DriverComparison implements FaultyFunctionSearch.BinaryComparison {
        private final VerificationDriver script;
        private final NodeDriver driver;
        private final NodeDriver.Ended original;
        private final Duration endless;

        DriverComparison(VerificationDriver script) {
            this.script = script;
            driver = new NodeDriver(script.node(), script.script(), subject.fileName());
            long start = System.nanoTime();
            original = original();
            Duration twice = Duration.ofNanos(System.nanoTime() - start).multipliedBy(ENDLESS);
            endless = twice.compareTo(ENDLESS_AT_LEAST) > 0 ? twice : ENDLESS_AT_LEAST;
            if (difference(original, original()).isPresent()) {
                throw new VerificationException(named()
                        + " printed another result in a second run with the original. Make its result repeatable:"
                        + " without times, random numbers and paths");
            }
        }

        private String named() {
            return "the driver " + script.script() + ", configured in <verify><driver> (mewe.verify.driver),";
        }

        private NodeDriver.Ended original() {
            NodeDriver.Result result = run(subject.input(), Optional.empty(), deadline.left());
            if (!(result instanceof NodeDriver.Ended ended)) {
                throw new VerificationException(named()
                        + " did not finish with the original within the time limit. Raise <verify><timeSeconds>"
                        + " (mewe.verify.timeSeconds) or give the driver less work");
            }
            if (ended.status() != 0) {
                throw new VerificationException(named() + " failed with the original: exit status " + ended.status()
                        + (ended.errors().isEmpty() ? "" : ", " + ended.errors()));
            }
            return ended;
        }

        private NodeDriver.Result run(byte[] module, Optional<HostSeed> seed, Duration limit) {
            try {
                return driver.run(subject.deployed(module), seed, limit);
            } catch (IOException e) {
                throw new VerificationException("cannot run the driver " + script.script() + " with Node: "
                        + e.getMessage() + ". Install Node, or name its command in <verify><node>"
                        + " (mewe.verify.node)");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while the driver ran");
            }
        }

        ObservationComparison compareOrFail(Driven driven) {
            try {
                return deadline.isOver()
                        ? RunComparison.outOfTime()
                        : compare(driven.binary().get(), driven.configuration().seed());
            } catch (CancellationException e) {
                throw e;
            } catch (RuntimeException e) {
                return new ObservationComparison.Incomparable("the run failed: " + e);
            }
        }

        private ObservationComparison compare(byte[] binary, Optional<HostSeed> seed) {
            Duration left = deadline.left();
            boolean canBeEndless = endless.compareTo(left) < 0;
            NodeDriver.Result result = run(binary, seed, canBeEndless ? endless : left);
            if (result instanceof NodeDriver.Ended ended) {
                return difference(original, ended)
                        .<ObservationComparison>map(different -> different)
                        .orElseGet(ObservationComparison.Equal::new);
            }
            return canBeEndless
                    ? new ObservationComparison.Different(
                            "running time",
                            "at most " + seconds(endless.dividedBy(ENDLESS)),
                            "more than " + seconds(endless))
                    : RunComparison.outOfTime();
        }

        private static String seconds(Duration time) {
            return time.toMillis() / 1000.0 + " s";
        }

        @Override
        public Optional<ObservationComparison.Different> difference(byte[] binary) {
            return !deadline.isOver()
                            && compare(binary, Optional.empty()) instanceof ObservationComparison.Different different
                    ? Optional.of(different)
                    : Optional.empty();
        }

        private static Optional<ObservationComparison.Different> difference(
                NodeDriver.Ended original, NodeDriver.Ended other) {
            return original.status() == other.status()
                    ? ObservationComparison.ofOutput(original.output(), other.output())
                    : Optional.of(new ObservationComparison.Different(
                            "exit status",
                            Integer.toString(original.status()),
                            other.status() + (other.errors().isEmpty() ? "" : ", " + other.errors())));
        }
    }
}
