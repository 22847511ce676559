package io.github.mewe.variant;

import io.github.mewe.ir.DeepThread;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.GenerationSource.CloseableWorkbench;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * Makes variants of the functions of a module, in parallel. What it makes of a function depends on the function, the
 * seed and the strategies alone, not on threads or time (unless time is bounded).
 */
public final class VariantGenerator {
    /** A shorter function is no longer than the dispatcher that would stand before it. */
    private static final int LEAST_INSTRUCTIONS = 3;

    private static final double STRATEGY_SHARE = 0.6;
    private static final int TRIES_PER_VARIANT = 3;
    private static final int EXTRA_TRIES = 4;

    /** A short function may grow by more than its share: there is little to save. */
    private static final int BYTES_FOR_ANY_VARIANT = 24;

    private final List<VariantStrategy> strategies;
    private final VariantBudget budget;
    private final long seed;
    private final int threads;

    /**
     * A generator.
     *
     * @param strategies the strategies, in the order in which one variant passes through them
     * @param budget what is allowed
     * @param seed what all random choices derive from
     * @param threads how many threads work, at least 1
     */
    public VariantGenerator(List<VariantStrategy> strategies, VariantBudget budget, long seed, int threads) {
        this.strategies = List.copyOf(strategies);
        this.budget = budget;
        this.seed = seed;
        this.threads = threads;
    }

    /**
     * Generates.
     *
     * @param source the module
     * @param selected which functions, by name
     * @param progress told the number of functions done, from any thread
     * @return what was made
     */
    public Generation generate(GenerationSource source, Predicate<String> selected, IntConsumer progress) {
        int count = source.functionCount();
        var results = new AtomicReferenceArray<FunctionVariants>(count);
        var next = new AtomicInteger();
        var done = new AtomicInteger();
        BooleanSupplier outOfTime = deadline();
        var stopped = new AtomicBoolean();
        BooleanSupplier noMore = () -> stopped.get() || outOfTime.getAsBoolean();
        var faults = new ConcurrentSkipListMap<Integer, String>();
        ExecutorService executor =
                Executors.newFixedThreadPool(threads, task -> new DeepThread(task, "mewe-generator"));
        try {
            var workers = new ArrayList<Future<?>>();
            for (int i = 0; i < threads; i++) {
                workers.add(executor.submit(() -> {
                    try (CloseableWorkbench workbench = source.openWorkbench()) {
                        for (int index = next.getAndIncrement();
                                index < count && !stopped.get();
                                index = next.getAndIncrement()) {
                            results.set(index, generate(source, workbench, index, selected, noMore, faults));
                            progress.accept(done.incrementAndGet());
                        }
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("generation was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("generation failed: " + e.getCause(), e.getCause());
        } finally {
            // The module's native memory goes when this returns: no worker may be left.
            stopped.set(true);
            executor.shutdown();
            awaitEnd(executor);
        }
        var list = new ArrayList<FunctionVariants>(count);
        for (int i = 0; i < count; i++) {
            list.add(results.get(i));
        }
        return new Generation(list, outOfTime.getAsBoolean(), List.copyOf(faults.values()));
    }

    private static void awaitEnd(ExecutorService executor) {
        boolean interrupted = false;
        while (!executor.isTerminated()) {
            try {
                executor.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What was generated.
     *
     * @param functions for each defined function, in order, what was made of it
     * @param timeLimited whether the budget's time was over before everything was done
     * @param faults what went wrong inside a strategy, which cost a variant and nothing else
     */
    public record Generation(List<FunctionVariants> functions, boolean timeLimited, List<String> faults) {
        /** Copies the lists. */
        public Generation {
            functions = List.copyOf(functions);
            faults = List.copyOf(faults);
        }
    }

    private BooleanSupplier deadline() {
        long start = System.nanoTime();
        return budget.time()
                .<BooleanSupplier>map(time -> () -> System.nanoTime() - start > time.toNanos())
                .orElse(() -> false);
    }

    private FunctionVariants generate(
            GenerationSource source,
            CloseableWorkbench workbench,
            int index,
            Predicate<String> selected,
            BooleanSupplier outOfTime,
            Map<Integer, String> faults) {
        String name = source.functionName(index);
        FunctionBody original = source.lift(index);
        ExprStatistics size = ExprStatistics.of(original.root());
        var variants = new ArrayList<Sized>();
        String reason;
        if (!selected.test(name)) {
            reason = "excluded by the includes and excludes of the configuration";
        } else if (size.instructions() < LEAST_INSTRUCTIONS) {
            reason = "too short: a dispatcher would be longer than its " + size.instructions() + " instructions";
        } else {
            reason = fill(variants, original, source, workbench, index, outOfTime, faults);
        }
        return new FunctionVariants(
                index,
                name,
                size.instructions(),
                size.bytes(),
                variants,
                variants.isEmpty() ? Optional.of(reason) : Optional.empty(),
                false);
    }

    /** Adds variants; returns why there are not more. */
    private String fill(
            List<Sized> variants,
            FunctionBody original,
            GenerationSource source,
            CloseableWorkbench workbench,
            int index,
            BooleanSupplier outOfTime,
            Map<Integer, String> faults) {
        Set<Long> fingerprints = new HashSet<>();
        Optional<Long> own = workbench.fingerprint(original, List.of());
        if (own.isEmpty()) {
            return "the function cannot be transformed: its body does not pass validation on its own";
        }
        fingerprints.add(own.get());
        double mostBytes =
                ExprStatistics.of(original.root()).bytes() * budget.growthOfVariant() + BYTES_FOR_ANY_VARIANT;
        double mostCost = budget.mostCost(BodyCost.of(original.root()));
        int tries = TRIES_PER_VARIANT * budget.variants() + EXTRA_TRIES;
        for (int attempt = 0; attempt < tries && variants.size() < budget.variants(); attempt++) {
            if (outOfTime.getAsBoolean()) {
                return "<budget><timeSeconds> (mewe.timeSeconds) was over";
            }
            var context = new StrategyContext(
                    new VariantRandom(mix(seed + mix(index + 1L) + attempt)),
                    workbench,
                    source::liftForInlining,
                    source.mutableIntegerGlobals(),
                    budget.growthOfVariant(),
                    mostCost,
                    source.framePreserving());
            try {
                Optional<Variant> variant = attempt(original, context).filter(v -> bytesOf(v) <= mostBytes);
                Optional<Long> fingerprint = variant.flatMap(v -> workbench.fingerprint(v.body(), v.helpers()));
                if (fingerprint.isPresent() && fingerprints.add(fingerprint.get())) {
                    variants.add(new Sized(variant.get(), bytesOf(variant.get())));
                }
            } catch (RuntimeException | StackOverflowError e) {
                // One body that a strategy cannot cope with must not cost the user the whole module.
                faults.putIfAbsent(index, original.name() + ": " + e);
            }
        }
        return "no strategy found a body that differs from the original after clean-up";
    }

    private Optional<Variant> attempt(FunctionBody original, StrategyContext context) {
        Variant current = Variant.original(original);
        for (VariantStrategy strategy : strategies) {
            if (strategies.size() == 1 || context.random().chance(STRATEGY_SHARE)) {
                current = strategy.apply(current, context).orElse(current);
            }
        }
        return current.chain().isEmpty() ? Optional.empty() : Optional.of(current);
    }

    private static int bytesOf(Variant variant) {
        int bytes = ExprStatistics.of(variant.body().root()).bytes();
        for (FunctionBody helper : variant.helpers()) {
            bytes += ExprStatistics.of(helper.root()).bytes();
        }
        return bytes;
    }

    /** The finaliser of SplitMix64: neighbouring inputs give unrelated outputs. */
    private static long mix(long value) {
        long z = value * 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
