package io.github.mewe.variant;

import io.github.mewe.common.DeepThread;
import io.github.mewe.common.SplitMix64;
import io.github.mewe.common.WorkerPool;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.variant.FunctionGenerator.Made;
import io.github.mewe.variant.GenerationSource.CloseableWorkbench;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Generates variants of the functions of a module, in parallel. The variants of a function depend on its code, the seed
 * and the strategies, and do not depend on threads or time (unless the budget limits time). Other functions matter only
 * for the budget: the size of the module may decide how many variants it gets, and whether it gets any.
 */
public final class VariantGenerator {
    /** A shorter function is no longer than its dispatcher would be. */
    private static final int MIN_INSTRUCTIONS = 3;

    private final List<VariantStrategy> strategies;
    private final GenerationLimits limits;
    private final Survival survival;
    private final long seed;
    private final int threads;
    private final DerivationCheck check;

    /** Creates a generator that does not check derivations. */
    public VariantGenerator(
            List<VariantStrategy> strategies, GenerationLimits limits, Survival survival, long seed, int threads) {
        this(strategies, limits, survival, seed, threads, DerivationCheck.NONE);
    }

    /**
     * Creates a generator. The variants of one function all differ, even across binaries.
     *
     * @param strategies the strategies, in the order in which they change a variant
     * @param seed the seed of all random choices
     * @param threads the number of threads, at least 1
     * @param check classifies the variants; which ones are generated does not depend on it
     */
    public VariantGenerator(
            List<VariantStrategy> strategies,
            GenerationLimits limits,
            Survival survival,
            long seed,
            int threads,
            DerivationCheck check) {
        this.strategies = List.copyOf(strategies);
        this.limits = limits;
        this.survival = survival;
        this.seed = seed;
        this.threads = threads;
        this.check = check;
    }

    /**
     * Generates the variants of all selected functions.
     *
     * @param source the module
     * @param selected matches functions by name
     * @param progress receives the number of finished functions, from any thread
     * @return the variants
     */
    public Generation generate(GenerationSource source, Predicate<String> selected, IntConsumer progress) {
        return generate(source, selected, GenerationCache.NONE, progress);
    }

    /**
     * Generates the variants of all selected functions, as far as a cache does not know them.
     *
     * @param source the module
     * @param selected matches functions by name
     * @param cache the results of earlier generations; the variants do not depend on it
     * @param progress receives the number of finished functions, from any thread
     * @return the variants
     */
    public Generation generate(
            GenerationSource source, Predicate<String> selected, GenerationCache cache, IntConsumer progress) {
        var run = new Run(source, selected, cache, deadline());
        int count = source.functionCount();
        List<Integer> order = unknownFirst(count, cache);
        var results = new AtomicReferenceArray<FunctionVariants>(count);
        var done = new AtomicInteger();
        WorkerPool.deep("mewe-generator", threads).run(count, isStopped -> {
            CloseableWorkbench workbench = source.openWorkbench();
            FunctionGenerator generator = generator(source, workbench, check);
            return new WorkerPool.Worker() {
                @Override
                public void process(int item) {
                    int index = order.get(item);
                    results.set(index, run.variants(generator, index, isStopped));
                    progress.accept(done.incrementAndGet());
                }

                @Override
                public void close() {
                    workbench.close();
                }
            };
        });
        var list = new ArrayList<FunctionVariants>(count);
        for (int i = 0; i < count; i++) {
            list.add(results.get(i));
        }
        return new Generation(list, run.outOfTime.getAsBoolean(), List.copyOf(run.faults.values()));
    }

    /** Functions that the cache does not know take longest, so no thread should begin them last. */
    private static List<Integer> unknownFirst(int count, GenerationCache cache) {
        return IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparing(index -> cache.find(index).isPresent()))
                .toList();
    }

    /**
     * The result of a generation.
     *
     * @param functions one entry per defined function, in order
     * @param timeLimited true if the budget's time ended before generation was complete
     * @param faults failures inside strategies, each of which cost one variant
     */
    public record Generation(List<FunctionVariants> functions, boolean timeLimited, List<String> faults) {
        /** Copies the lists. */
        public Generation {
            functions = List.copyOf(functions);
            faults = List.copyOf(faults);
        }

        /**
         * The same generation without some variants.
         *
         * @param dropped the variants, compared by identity
         * @param reasonIfNone the reason for a function without any other variant
         */
        public Generation without(Set<Variant> dropped, String reasonIfNone) {
            return new Generation(
                    functions.stream()
                            .map(function -> function.without(dropped::contains, reasonIfNone))
                            .toList(),
                    timeLimited,
                    faults);
        }
    }

    private BooleanSupplier deadline() {
        long start = System.nanoTime();
        return limits.budget()
                .time()
                .map(time -> time.multipliedBy(limits.binaries()))
                .<BooleanSupplier>map(time -> () -> System.nanoTime() - start > time.toNanos())
                .orElse(() -> false);
    }

    private FunctionGenerator generator(GenerationSource source, CloseableWorkbench workbench, DerivationCheck use) {
        return new FunctionGenerator(strategies, limits, survival, source, workbench, use);
    }

    private long seedOf(GenerationSource source, int index) {
        return SplitMix64.output(seed + SplitMix64.output(source.content(index)));
    }

    /**
     * Generates the variants of one function again, without a time limit.
     *
     * @param source the module
     * @param index the function's index, from 0
     * @param use receives the history of each variant, while the variants can be remade
     * @return the result of {@code use}
     */
    public <T> T again(GenerationSource source, int index, Function<List<VariantHistory>, T> use) {
        return DeepThread.call(() -> {
            try (CloseableWorkbench workbench = source.openWorkbench()) {
                var histories = new ArrayList<VariantHistory>();
                generator(source, workbench, DerivationCheck.NONE)
                        .make(
                                source.lift(index),
                                seedOf(source, index),
                                maxCost(index),
                                () -> false,
                                fault -> {},
                                histories::add);
                return use.apply(histories);
            }
        });
    }

    /**
     * Repeats the attempts to make variants of one function, without a time limit and without selecting among the
     * results.
     *
     * @param source the module
     * @param workbench an open workbench of the current thread
     * @param index the function's index, from 0
     * @param isEnough receives the history of each attempt that yields a variant; returns true to end
     */
    public void repeat(
            GenerationSource source, CloseableWorkbench workbench, int index, Predicate<VariantHistory> isEnough) {
        generator(source, workbench, DerivationCheck.NONE)
                .repeat(source.lift(index), seedOf(source, index), maxCost(index), isEnough);
    }

    /** One generation. */
    private final class Run {
        private final GenerationSource source;
        private final Predicate<String> selected;
        private final GenerationCache cache;
        private final BooleanSupplier outOfTime;
        private final Coverage coverage;
        private final Map<Integer, String> faults = new ConcurrentSkipListMap<>();

        Run(GenerationSource source, Predicate<String> selected, GenerationCache cache, BooleanSupplier outOfTime) {
            this.source = source;
            this.selected = selected;
            this.cache = cache;
            this.outOfTime = outOfTime;
            this.coverage = Coverage.of(source, selected, limits.budget().coverage());
        }

        FunctionVariants variants(FunctionGenerator generator, int index, BooleanSupplier isStopped) {
            Optional<FunctionVariants> leftAlone = source.leftAlone(index);
            if (leftAlone.isPresent()) {
                return leftAlone.get();
            }
            FunctionBody original = source.lift(index);
            ExprStatistics size = ExprStatistics.of(original.root());
            Optional<String> obstacle = obstacle(index, original, size);
            Made made = obstacle.isPresent()
                    ? Made.none(obstacle.get())
                    : remade(generator, index, original).orElseGet(() -> made(generator, index, original, isStopped));
            cache.store(index, () -> made.record(generator.encoding(original, seedOf(source, index))));
            Optional<String> reason =
                    made.shortage().filter(shortage -> made.variants().isEmpty() || made.isLimited());
            return new FunctionVariants(index, source.functionName(index), size, made.variants(), reason, false);
        }

        private Optional<String> obstacle(int index, FunctionBody original, ExprStatistics size) {
            if (!selected.test(original.name())) {
                return Optional.of("excluded by <includes> or <excludes>");
            }
            if (size.instructions() < MIN_INSTRUCTIONS) {
                return Optional.of("too short: a dispatcher would be longer than the function's " + size.instructions()
                        + " instructions");
            }
            if (!coverage.includes(index)) {
                return Optional.of(
                        "one of the largest functions: <budget><coverage> (mewe.coverage), which <budget><size> (mewe.size)"
                                + " presets, leaves them as they are");
            }
            return Forwarding.isAllOf(original)
                    ? Optional.of(
                            "a trampoline: it only forwards to another function, which is cheaper than a dispatcher")
                    : Optional.empty();
        }

        private Optional<Made> remade(FunctionGenerator generator, int index, FunctionBody original) {
            Optional<GenerationRecord> found = cache.find(index);
            Optional<Made> remade =
                    found.flatMap(made -> generator.remake(original, seedOf(source, index), maxCost(index), made));
            remade.ifPresent(made -> cache.store(index, () -> found));
            return remade;
        }

        private Made made(FunctionGenerator generator, int index, FunctionBody original, BooleanSupplier isStopped) {
            return generator.make(
                    original,
                    seedOf(source, index),
                    maxCost(index),
                    () -> isStopped.getAsBoolean() || outOfTime.getAsBoolean(),
                    fault -> faults.putIfAbsent(index, original.name() + ": " + fault),
                    history -> {});
        }
    }

    private double maxCost(int index) {
        return limits.maxCost().applyAsDouble(index);
    }
}
