package io.github.mewe.equivalence.isolation;

import io.github.mewe.equivalence.concolic.ConcolicInterpreter;
import io.github.mewe.equivalence.harness.JournalingMemory;
import io.github.mewe.equivalence.harness.ModulePair;
import io.github.mewe.equivalence.harness.StubRecorder;
import io.github.mewe.equivalence.harness.TestInstance;
import io.github.mewe.equivalence.harness.TestModule;
import io.github.mewe.equivalence.harness.UnsupportedCodeException;
import io.github.mewe.report.Manifest;
import io.github.mewe.wasm.FunctionType;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs groups of variants, several in one test module, on one thread. */
final class BatchRunner {
    private final IsolationContext context;
    private final Consumer<IsolatedVariant> results;
    private final JournalingMemory memory;
    private final StubRecorder stubs;

    /**
     * Runs groups of one comparison.
     *
     * @param results receives one result per variant
     */
    BatchRunner(IsolationContext context, Consumer<IsolatedVariant> results) {
        this.context = context;
        this.results = results;
        List<ModuleSections.MemoryType> memories = context.modules().input().memories();
        ModuleSections.MemoryType type = memories.isEmpty() ? ModuleSections.MemoryType.EMPTY : memories.get(0);
        this.memory = new JournalingMemory(context.memory().image(), type.isShared(), type.most());
        this.stubs = new StubRecorder(memory, context.memory());
    }

    /** Runs groups. A failure costs the variants that it affects, which get it as their reason. */
    void run(List<VariantGroup> groups) {
        var supported = new ArrayList<VariantGroup>();
        for (VariantGroup group : groups) {
            supported(group).ifPresent(supported::add);
        }
        runTogether(supported);
    }

    /** The group without the variants that cannot run, which get their results. */
    private Optional<VariantGroup> supported(VariantGroup group) {
        var variants = new ArrayList<Manifest.Variant>();
        for (Manifest.Variant variant : group.variants()) {
            if (context.isOutOfTime()) {
                notExecuted(group.function(), variant, IsolationContext.OUT_OF_TIME);
                continue;
            }
            try {
                check(group);
                var module = new TestModule(context.modules(), context.memory(), true);
                module.addOriginal(group.function().index(), group.real());
                module.addVariant(variant.index(), variant.helpers(), group.real());
                module.settle();
                variants.add(variant);
            } catch (RuntimeException e) {
                notExecuted(group.function(), variant, e);
            }
        }
        return variants.isEmpty() ? Optional.empty() : Optional.of(group.with(variants));
    }

    private void check(VariantGroup group) {
        if (group.real().size() > VariantGroup.MOST_REAL) {
            throw new UnsupportedCodeException(
                    "may contain the code of any of more than " + VariantGroup.MOST_REAL + " callees");
        }
        FunctionType shape = ModulePair.functionType(
                context.modules().input(), group.function().index());
        for (ValueType type : shape.params()) {
            if (!type.isScalar()) {
                throw new UnsupportedCodeException(
                        "has a parameter of type " + type + ", for which there are no inputs");
            }
        }
        for (ValueType type : shape.results()) {
            if (!type.isScalar()) {
                throw new UnsupportedCodeException(
                        "has a result of type " + type + ", which cannot be compared bit for bit");
            }
        }
    }

    private void notExecuted(Manifest.Function function, Manifest.Variant variant, Throwable cause) {
        notExecuted(
                function,
                variant,
                cause instanceof UnsupportedCodeException
                        ? "it " + cause.getMessage()
                        : IsolatedVariant.failure(cause));
    }

    private void notExecuted(Manifest.Function function, Manifest.Variant variant, String reason) {
        results.accept(IsolatedVariant.notExecuted(function, variant, reason));
    }

    private void runTogether(List<VariantGroup> groups) {
        if (groups.isEmpty()) {
            return;
        }
        if (context.isOutOfTime()) {
            groups.forEach(group ->
                    group.variants().forEach(v -> notExecuted(group.function(), v, IsolationContext.OUT_OF_TIME)));
            return;
        }
        List<PreparedGroup> prepared;
        try {
            prepared = prepare(groups);
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            split(groups, e);
            return;
        }
        prepared.forEach(this::run);
    }

    private List<PreparedGroup> prepare(List<VariantGroup> groups) {
        var module = new TestModule(context.modules(), context.memory(), true);
        Map<VariantGroup, List<TestModule.Body>> bodies = new LinkedHashMap<>();
        for (VariantGroup group : groups) {
            List<TestModule.Body> added = new ArrayList<>();
            added.add(module.addOriginal(group.function().index(), group.real()));
            group.variants().forEach(v -> added.add(module.addVariant(v.index(), v.helpers(), group.real())));
            bodies.put(group, added);
        }
        module.settle();
        var instance = new TestInstance(module, module.write(), memory, stubs, context.memory(), true);
        var interpreter = new ConcolicInterpreter(module, instance, context.memory());
        var prepared = new ArrayList<PreparedGroup>();
        bodies.forEach((group, added) -> prepared.add(new PreparedGroup(group, instance, interpreter, added)));
        return prepared;
    }

    private void run(PreparedGroup prepared) {
        List<IsolatedVariant> all;
        try {
            all = new VariantGroupRunner(context, prepared).run();
        } catch (RuntimeException | VirtualMachineError e) {
            VariantGroup group = prepared.group();
            all = group.variants().stream()
                    .map(variant -> IsolatedVariant.notExecuted(group.function(), variant, IsolatedVariant.failure(e)))
                    .toList();
        }
        all.forEach(results);
    }

    /** Tries the parts of a module that cannot be instantiated as a whole. */
    private void split(List<VariantGroup> groups, Throwable refusal) {
        if (groups.size() > 1) {
            int half = groups.size() / 2;
            runTogether(groups.subList(0, half));
            runTogether(groups.subList(half, groups.size()));
            return;
        }
        VariantGroup group = groups.get(0);
        int half = group.variants().size() / 2;
        if (half > 0) {
            runTogether(List.of(group.with(group.variants().subList(0, half))));
            runTogether(List.of(
                    group.with(group.variants().subList(half, group.variants().size()))));
        } else {
            notExecuted(group.function(), group.variants().get(0), refusal);
        }
    }
}
