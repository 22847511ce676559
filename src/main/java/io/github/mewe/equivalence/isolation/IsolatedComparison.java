package io.github.mewe.equivalence.isolation;

import io.github.mewe.common.Batches;
import io.github.mewe.common.WorkerPool;
import io.github.mewe.equivalence.harness.InitialMemory;
import io.github.mewe.equivalence.harness.ModulePair;
import io.github.mewe.report.Manifest;
import io.github.mewe.wasm.ModuleSections;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Executes every variant of a multivariant binary beside its original body, whether or not an export reaches it. The
 * bodies are taken out of the binaries and put into test modules, in which stubs answer their calls. The comparison
 * covers, bit for bit, results, traps, memory and globals at the end, and every call with its arguments, memory and
 * globals.
 */
public final class IsolatedComparison {
    /** The code size of a test module. Each module costs time, a large one costs memory. */
    private static final int BATCH_BYTES = 60_000;

    private static final int MOST_GROUPS = 200;
    private static final long STACK_BYTES = 256L << 20;

    private final ModulePair modules;
    private final List<Manifest.Function> functions;
    private final IsolationSettings settings;

    /**
     * Compares the variants of one binary.
     *
     * @param input the module that the binary was made from
     * @param output the multivariant binary
     * @throws IllegalArgumentException if the modules and the manifest do not match
     */
    public IsolatedComparison(byte[] input, byte[] output, Manifest manifest, IsolationSettings settings) {
        this(input, output, manifest.functions(), manifest.importsByWrapper(), manifest.hardening(), settings);
    }

    /**
     * Compares the variants of one binary that harvests no import.
     *
     * @param input the module that the binary was made from
     * @param output the multivariant binary
     * @param functions all defined functions of the input, in order, with their variants in the binary
     * @throws IllegalArgumentException if the modules and the manifest do not match
     */
    public IsolatedComparison(
            byte[] input, byte[] output, List<Manifest.Function> functions, IsolationSettings settings) {
        this(input, output, functions, Map.of(), null, settings);
    }

    private IsolatedComparison(
            byte[] input,
            byte[] output,
            List<Manifest.Function> functions,
            Map<Integer, Integer> importsByWrapper,
            Manifest.Hardening hardening,
            IsolationSettings settings) {
        this.modules = new ModulePair(
                new ModuleSections(input), new ModuleSections(output), functions, importsByWrapper, hardening);
        this.functions = List.copyOf(functions);
        this.settings = settings;
    }

    /** The order in which functions run. */
    public enum Order {
        /** All threads end at about the same time. */
        LARGEST_FIRST,

        /** A time limit cuts off few functions. */
        SMALLEST_FIRST
    }

    /**
     * Executes all variants.
     *
     * @return one result per variant, in the order of the manifest; unless time ran out, it does not depend on the
     *     number of threads
     */
    public List<IsolatedVariant> run() {
        return run(variant -> true, Order.LARGEST_FIRST);
    }

    /**
     * Executes some variants.
     *
     * @return one result per chosen variant, in the order of the manifest
     */
    public List<IsolatedVariant> run(Predicate<Manifest.Variant> chosen, Order order) {
        try (var limit = new TimeLimit(settings.time())) {
            return run(chosen, order, limit);
        }
    }

    private List<IsolatedVariant> run(Predicate<Manifest.Variant> chosen, Order order, TimeLimit limit) {
        var context = new IsolationContext(
                modules, new InitialMemory(modules.input(), settings.seed()), settings, limit::isOver);
        Map<Integer, IsolatedVariant> results = new ConcurrentHashMap<>();
        var done = new AtomicInteger();
        run(context, limit, batches(chosen, order), result -> {
            results.put(result.variant().index(), result);
            settings.progress().accept(done.incrementAndGet());
        });
        var ordered = new ArrayList<IsolatedVariant>();
        for (Manifest.Function function : functions) {
            for (Manifest.Variant variant : function.variants()) {
                if (chosen.test(variant)) {
                    ordered.add(results.get(variant.index()));
                }
            }
        }
        return ordered;
    }

    private void run(
            IsolationContext context,
            TimeLimit limit,
            List<List<VariantGroup>> batches,
            Consumer<IsolatedVariant> results) {
        WorkerPool.withStacks("mewe-isolation", settings.threads(), STACK_BYTES).run(batches.size(), isStopped -> {
            limit.interruptCurrentThread();
            var runner = new BatchRunner(context.until(isStopped), results);
            return batch -> runner.run(batches.get(batch));
        });
    }

    /** Groups per test module. */
    private List<List<VariantGroup>> batches(Predicate<Manifest.Variant> chosen, Order order) {
        var groups = new ArrayList<VariantGroup>();
        for (Manifest.Function function : functions) {
            List<Manifest.Variant> some =
                    function.variants().stream().filter(chosen).toList();
            groups.addAll(VariantGroup.of(function, some, modules.input()));
        }
        Comparator<VariantGroup> bySize = Comparator.comparingInt(this::size);
        groups.sort(order == Order.SMALLEST_FIRST ? bySize : bySize.reversed());
        return Batches.of(groups, this::size, BATCH_BYTES, MOST_GROUPS);
    }

    private int size(VariantGroup group) {
        int size = modules.input().body(group.function().index()).size();
        for (Manifest.Variant variant : group.variants()) {
            size += variant.bytes();
        }
        return size;
    }
}
