package io.github.mewe.engine.verification;

import io.github.mewe.common.DeepThread;
import io.github.mewe.execution.EndiveEngine;
import io.github.mewe.execution.Engine;
import io.github.mewe.execution.EngineLimitException;
import io.github.mewe.execution.ExportedFunction;
import io.github.mewe.execution.FailedInstantiationException;
import io.github.mewe.execution.InvocationException;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.RunEnvironment;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Compares whole runs of a multivariant binary with those of the original. */
final class ModuleRuns {
    /** What a WASI program is called. */
    static final String PROGRAM = "program";

    private static final String NOT_RUN = "not-run";
    private static final long STACK_BYTES = 64L << 20;
    private static final double OTHERS_SHARE = 0.2;
    private static final double OPINION_SHARE = 0.05;
    private static final int MOST_FOLLOWED = 12;

    private final List<Engine> engines;
    private final int threads;
    private final byte[] input;
    private final byte[] binary;
    private final Manifest manifest;
    private final VerificationRequest request;
    private final Deadline deadline;
    private final VerificationProgress progress;
    private final FaultyRunSteps culprits;
    private final ForcedBinaries copies;
    private final SplittableRandom random;
    private final long argumentSeed;

    ModuleRuns(
            List<Engine> engines,
            int threads,
            byte[] input,
            byte[] binary,
            Manifest manifest,
            VerificationRequest request,
            Deadline deadline,
            long seed,
            FaultyRunSteps culprits,
            VerificationProgress progress) {
        this.engines = engines;
        this.threads = threads;
        this.input = input;
        this.binary = binary;
        this.manifest = manifest;
        this.request = request;
        this.deadline = deadline;
        this.culprits = culprits;
        this.progress = progress;
        copies = new ForcedBinaries(binary, manifest);
        random = new SplittableRandom(seed);
        argumentSeed = random.nextLong();
    }

    /** Both modules in an engine that can run them. */
    private record Both(Engine engine, PreparedModule original, PreparedModule binary) {}

    /**
     * Compares.
     *
     * @throws InvocationException if what the user asks for cannot be done with the module
     */
    RunFindings compare() {
        var refusals = new ArrayList<String>();
        for (Engine engine : engines) {
            try {
                return compare(prepare(engine));
            } catch (EngineLimitException e) {
                refusals.add(engine.name() + ": " + e.getMessage());
            }
        }
        String asked = request.plan().isEmpty() ? "" : request.plan() + " and ";
        return new RunFindings(
                List.of(new Verification.Run(
                        asked + "all exports",
                        String.join(", ", engines.stream().map(Engine::name).toList()),
                        "any",
                        NOT_RUN,
                        String.join("; ", refusals))),
                List.of(),
                Map.of());
    }

    private Both prepare(Engine engine) {
        PreparedModule original = engine.prepare(input, PROGRAM);
        try {
            original.instantiate(RunEnvironment.DEFAULT.with(Duration.ofSeconds(10)))
                    .close();
        } catch (FailedInstantiationException e) {
            // That is compared too.
        }
        return new Both(engine, original, engine.prepare(binary, PROGRAM));
    }

    private RunFindings compare(Both both) {
        request.plan().check(both.original());
        List<RunTarget> targets = RunTarget.of(both.original(), request.plan(), request.exportInputs(), argumentSeed);
        Section all = section(both, targets, ways(both), OTHERS_SHARE);
        var runs = new ArrayList<>(all.runs());
        for (ExportedFunction function : RunTarget.notCalled(both.original())) {
            runs.add(new Verification.Run(
                    function.name(),
                    both.engine().name(),
                    "any",
                    NOT_RUN,
                    "it takes or gives values that are no numbers: configure a run that reaches it"));
        }
        var divergences = new Divergences();
        addDivergences(all, divergences);
        if (both.engine().name().equals(EndiveEngine.compiling().name())) {
            Section opinion = secondOpinion(targets, all.ways().get(0));
            runs.addAll(opinion.runs());
            if (divergences.list.isEmpty()) {
                addDivergences(opinion, divergences);
            }
            opinion.close();
        }
        all.close();
        return new RunFindings(runs, divergences.list, divergences.testCases);
    }

    /** Runs of all targets in all ways, on one engine. */
    private record Section(
            Both both, List<RunConfiguration> ways, Map<RunTarget, List<RunTally>> tallies, RunComparison comparison) {
        List<Verification.Run> runs() {
            var runs = new ArrayList<Verification.Run>();
            tallies.forEach((target, counts) -> {
                for (int i = 0; i < ways.size(); i++) {
                    runs.add(counts.get(i)
                            .run(
                                    target.text(),
                                    both.engine().name(),
                                    ways.get(i).text()));
                }
            });
            return runs;
        }

        void close() {
            for (RunConfiguration way : ways) {
                way.module().ifPresent(PreparedModule::close);
            }
            both.original().close();
        }
    }

    private Section section(Both both, List<RunTarget> targets, List<RunConfiguration> ways, double share) {
        var comparison = new RunComparison(both.original(), deadline, forOthers(share));
        Map<RunTarget, List<RunTally>> tallies = new LinkedHashMap<>();
        for (RunTarget target : targets) {
            tallies.put(target, ways.stream().map(way -> new RunTally()).toList());
        }
        run(tasks(targets, ways, tallies, comparison));
        return new Section(both, ways, tallies, comparison);
    }

    /** The first run of each target once more, on an engine that translates nothing, which could do it wrong. */
    private Section secondOpinion(List<RunTarget> targets, RunConfiguration way) {
        Both both = prepare(EndiveEngine.interpreting());
        List<RunTarget> first = targets.stream().map(RunTarget::first).toList();
        var interpreted =
                new RunConfiguration(way.text(), Optional.of(both.binary()), way.setting(), way.seed(), way.number());
        return section(both, first, List.of(interpreted), OPINION_SHARE);
    }

    /** Exports that nobody asks for have less time. */
    private Deadline forOthers(double share) {
        Duration time = Duration.ofMillis((long) (share * request.time().toMillis()));
        return Deadline.in(time.compareTo(deadline.left()) < 0 ? time : deadline.left());
    }

    /** Seeds first, then one variant everywhere; as many as can be made in half of the time. */
    private List<RunConfiguration> ways(Both both) {
        var ways = new ArrayList<RunConfiguration>();
        String randomness = manifest.randomness();
        if (copies.functions().isEmpty() || randomness.equals(RandomnessSource.FIXED.configurationName())) {
            ways.add(new RunConfiguration(
                    "the build's seed",
                    Optional.of(both.binary()),
                    RunEnvironment.DEFAULT,
                    Optional.empty(),
                    OptionalInt.empty()));
        } else {
            for (int i = 0; i < request.seeds(); i++) {
                ways.add(seeded(both.binary()));
            }
        }
        Deadline half = Deadline.in(deadline.left().dividedBy(2));
        for (int i = 0; i < copies.mostVariants(); i++) {
            ways.add(forced(both.engine(), i, half));
        }
        return ways;
    }

    private RunConfiguration seeded(PreparedModule module) {
        if (manifest.seedExport() != null) {
            var seed =
                    new io.github.mewe.execution.HostSeed(manifest.seedExport(), random.nextLong(), random.nextLong());
            return new RunConfiguration(
                    "seed " + seed,
                    Optional.of(module),
                    RunEnvironment.DEFAULT,
                    Optional.of(seed),
                    OptionalInt.empty());
        }
        long keys = random.nextLong();
        return new RunConfiguration(
                "keys from the host, drawn by " + keys,
                Optional.of(module),
                RunEnvironment.DEFAULT.withKeys(keys),
                Optional.empty(),
                OptionalInt.empty());
    }

    private RunConfiguration forced(Engine engine, int number, Deadline until) {
        Optional<PreparedModule> module = Optional.empty();
        if (!until.isOver()) {
            progress.done("copies with one variant everywhere", number, copies.mostVariants());
            byte[] copy = DeepThread.call(() -> copies.everywhere(number));
            module = Optional.of(engine.prepare(copy, PROGRAM));
        }
        return new RunConfiguration(
                "variant " + (number + 1) + " everywhere",
                module,
                RunEnvironment.DEFAULT,
                Optional.empty(),
                OptionalInt.of(number));
    }

    /** Every target has its turn before any has a second. */
    private List<Runnable> tasks(
            List<RunTarget> targets,
            List<RunConfiguration> ways,
            Map<RunTarget, List<RunTally>> tallies,
            RunComparison comparison) {
        var tasks = new ArrayList<Runnable>();
        int most =
                targets.stream().mapToInt(target -> target.plans().size()).max().orElse(0);
        for (int round = 0; round < most; round++) {
            for (RunTarget target : targets) {
                if (round < target.plans().size()) {
                    RunPlan plan = target.plans().get(round);
                    int number = round;
                    tasks.add(() -> runAll(number, plan, target, ways, tallies.get(target), comparison));
                }
            }
        }
        return tasks;
    }

    private static void runAll(
            int round,
            RunPlan plan,
            RunTarget target,
            List<RunConfiguration> ways,
            List<RunTally> counts,
            RunComparison comparison) {
        Optional<RunComparison.Reference> reference = comparison.reference(plan, target.isConfigured());
        for (int i = 0; i < ways.size(); i++) {
            RunConfiguration way = ways.get(i);
            counts.get(i)
                    .add(
                            round,
                            plan,
                            reference
                                    .map(seen -> comparison.compare(seen, plan, way))
                                    .orElseGet(RunComparison::outOfTime));
        }
    }

    /** On threads whose stacks are large enough for deep recursion, and small enough that endless recursion ends. */
    private void run(List<Runnable> tasks) {
        ExecutorService executor = Executors.newFixedThreadPool(threads, task -> {
            var thread = new Thread(null, task, "mewe-run", STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
        try {
            var done = new AtomicInteger();
            var futures = new ArrayList<Future<?>>();
            for (Runnable task : tasks) {
                futures.add(executor.submit(() -> {
                    task.run();
                    progress.done("runs compared", done.incrementAndGet(), tasks.size());
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    private static final class Divergences {
        final List<Verification.Divergence> list = new ArrayList<>();
        final Map<String, byte[]> testCases = new LinkedHashMap<>();
        final List<Manifest.Variant> blamed = new ArrayList<>();

        /** One wrong variant may show in many runs: the entries of these say so, and here not all are followed up. */
        int noted;
    }

    private void addDivergences(Section section, Divergences divergences) {
        var search = new FaultyFunctionSearch(section.both().engine(), copies, section.comparison(), deadline);
        List<RunConfiguration> ways = section.ways();
        section.tallies().forEach((target, counts) -> {
            boolean isExplained = false;
            for (boolean isForced : new boolean[] {true, false}) {
                for (int i = 0; i < ways.size() && !isExplained; i++) {
                    RunConfiguration way = ways.get(i);
                    Optional<RunTally.Difference> difference = counts.get(i).difference();
                    if (way.number().isPresent() == isForced && difference.isPresent()) {
                        note(way, difference.get(), section.comparison(), search, divergences);
                    }
                }
                // What a seed shows, one variant everywhere shows better.
                isExplained = IntStream.range(0, ways.size())
                        .anyMatch(i -> ways.get(i).number().isPresent()
                                && counts.get(i).difference().isPresent());
            }
        });
    }

    private void note(
            RunConfiguration way,
            RunTally.Difference difference,
            RunComparison comparison,
            FaultyFunctionSearch search,
            Divergences divergences) {
        if (divergences.noted++ >= MOST_FOLLOWED) {
            return;
        }
        RunPlan plan = difference.plan();
        Optional<RunComparison.Reference> reference =
                way.number().isPresent() ? comparison.again(plan) : Optional.empty();
        Optional<FaultyFunctionSearch.Culprit> culprit =
                reference.flatMap(seen -> search.search(plan, seen, way.number().getAsInt()));
        if (culprit.isPresent() && divergences.blamed.contains(culprit.get().variant())) {
            return;
        }
        culprit.ifPresent(found -> divergences.blamed.add(found.variant()));
        FaultyRunSteps.Blamed blamed = culprit.map(found -> culprits.steps(
                        found, module -> search.differs(plan, reference.orElseThrow(), module), deadline))
                .orElse(FaultyRunSteps.Blamed.NONE);
        divergences.list.add(new RunTestCase(manifest, way, plan, culprit, blamed)
                .write(difference.found(), divergences.list.size() + 1, divergences.testCases));
    }
}
