package io.github.mewe.variant;

import io.github.mewe.common.DeepThread;
import io.github.mewe.common.SplitMix64;
import io.github.mewe.common.WorkerPool;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.GenerationSource.CloseableWorkbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * Generates variants of the functions of a module, in parallel. The variants of a function depend only on the function,
 * the seed and the strategies, not on threads or time (unless the budget limits time).
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
        int count = source.functionCount();
        var results = new AtomicReferenceArray<FunctionVariants>(count);
        var done = new AtomicInteger();
        BooleanSupplier outOfTime = deadline();
        var faults = new ConcurrentSkipListMap<Integer, String>();
        WorkerPool.deep("mewe-generator", threads).run(count, isStopped -> {
            BooleanSupplier noMore = () -> isStopped.getAsBoolean() || outOfTime.getAsBoolean();
            CloseableWorkbench workbench = source.openWorkbench();
            FunctionGenerator generator = generator(source, workbench, check);
            return new WorkerPool.Worker() {
                @Override
                public void process(int index) {
                    results.set(index, generate(source, generator, index, selected, noMore, faults));
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
        return new Generation(list, outOfTime.getAsBoolean(), List.copyOf(faults.values()));
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

    private long seedOf(int index) {
        return SplitMix64.output(seed + SplitMix64.output(index + 1L));
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
                                seedOf(index),
                                limits.maxCost().applyAsDouble(index),
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
                .repeat(source.lift(index), seedOf(index), limits.maxCost().applyAsDouble(index), isEnough);
    }

    private FunctionVariants generate(
            GenerationSource source,
            FunctionGenerator generator,
            int index,
            Predicate<String> selected,
            BooleanSupplier outOfTime,
            Map<Integer, String> faults) {
        Optional<FunctionVariants> leftAlone = source.leftAlone(index);
        if (leftAlone.isPresent()) {
            return leftAlone.get();
        }
        String name = source.functionName(index);
        FunctionBody original = source.lift(index);
        ExprStatistics size = ExprStatistics.of(original.root());
        List<Sized> variants = List.of();
        Optional<String> reason;
        if (!selected.test(name)) {
            reason = Optional.of("excluded by <includes> or <excludes>");
        } else if (size.instructions() < MIN_INSTRUCTIONS) {
            reason = Optional.of("too short: a dispatcher would be longer than the function's " + size.instructions()
                    + " instructions");
        } else if (Forwarding.isAllOf(original)) {
            reason = Optional.of(
                    "a trampoline: it only forwards to another function, which is cheaper than a dispatcher");
        } else {
            FunctionGenerator.Made made = generator.make(
                    original,
                    seedOf(index),
                    limits.maxCost().applyAsDouble(index),
                    outOfTime,
                    fault -> faults.putIfAbsent(index, name + ": " + fault),
                    history -> {});
            variants = made.variants();
            reason = made.shortage().filter(shortage -> made.variants().isEmpty() || made.isLimited());
        }
        return new FunctionVariants(index, name, size, variants, reason, false);
    }
}
