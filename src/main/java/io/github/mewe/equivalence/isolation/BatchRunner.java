package io.github.mewe.equivalence.isolation;

import io.github.mewe.equivalence.concolic.ConcolicInterpreter;
import io.github.mewe.equivalence.harness.FunctionShape;
import io.github.mewe.equivalence.harness.InitialMemory;
import io.github.mewe.equivalence.harness.JournalingMemory;
import io.github.mewe.equivalence.harness.ModulePair;
import io.github.mewe.equivalence.harness.StubRecorder;
import io.github.mewe.equivalence.harness.TestInstance;
import io.github.mewe.equivalence.harness.TestModule;
import io.github.mewe.equivalence.harness.UnsupportedCodeException;
import io.github.mewe.equivalence.harness.WasmBinary;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs groups of variants, several in one test module, on one thread. */
final class BatchRunner {
    private static final String OUT_OF_TIME = "the time for verification was over before it was its turn";

    private final ModulePair modules;
    private final InitialMemory map;
    private final IsolationSettings settings;
    private final BooleanSupplier outOfTime;
    private final Consumer<IsolatedVariant> results;
    private final JournalingMemory memory;
    private final StubRecorder recorder;

    BatchRunner(
            ModulePair modules,
            InitialMemory map,
            IsolationSettings settings,
            BooleanSupplier outOfTime,
            Consumer<IsolatedVariant> results) {
        this.modules = modules;
        this.map = map;
        this.settings = settings;
        this.outOfTime = outOfTime;
        this.results = results;
        boolean hasMemory = !modules.input().memories.isEmpty();
        WasmBinary.MemoryType type = hasMemory ? modules.input().memories.get(0) : new WasmBinary.MemoryType(0, 0, 0);
        this.memory = new JournalingMemory(map.image(), type.isShared(), type.most());
        this.recorder = new StubRecorder(memory, map);
    }

    /** Runs groups; every variant of them gets a result. */
    void run(List<VariantGroup> groups) {
        var supported = new ArrayList<VariantGroup>();
        for (VariantGroup group : groups) {
            supported(group).ifPresent(supported::add);
        }
        runTogether(supported);
    }

    /** The group without variants that cannot be run, which get their results. */
    private Optional<VariantGroup> supported(VariantGroup group) {
        var variants = new ArrayList<Manifest.Variant>();
        for (Manifest.Variant variant : group.variants()) {
            try {
                check(group.function());
                var module = new TestModule(modules, map, true);
                module.addOriginal(group.function().index(), group.real());
                module.addVariant(variant.index(), variant.helpers(), group.real());
                module.settle();
                variants.add(variant);
            } catch (UnsupportedCodeException e) {
                notExecuted(group.function(), variant, "it " + e.getMessage());
            }
        }
        return variants.isEmpty() ? Optional.empty() : Optional.of(group.with(variants));
    }

    private void check(Manifest.Function function) {
        FunctionShape shape = modules.input().shape(function.index());
        for (int type : shape.params()) {
            if (!FunctionShape.isScalar(type)) {
                throw new UnsupportedCodeException(
                        "takes " + FunctionShape.name(type) + ", for which there are no inputs");
            }
        }
        for (int type : shape.results()) {
            if (!FunctionShape.isScalar(type)) {
                throw new UnsupportedCodeException(
                        "gives " + FunctionShape.name(type) + ", which cannot be compared bit for bit");
            }
        }
    }

    private void notExecuted(Manifest.Function function, Manifest.Variant variant, String reason) {
        var verdict = new Verification.Variant(
                variant.index(), variant.name(), IsolatedVariant.NOT_EXECUTED, 0, null, reason);
        results.accept(new IsolatedVariant(function, variant, verdict, 0, 0, Optional.empty()));
    }

    /** If the engine refuses the module, its parts are tried. */
    private void runTogether(List<VariantGroup> groups) {
        if (groups.isEmpty()) {
            return;
        }
        if (outOfTime.getAsBoolean()) {
            groups.forEach(group -> group.variants().forEach(v -> notExecuted(group.function(), v, OUT_OF_TIME)));
            return;
        }
        var module = new TestModule(modules, map, true);
        Map<VariantGroup, List<TestModule.Body>> bodies = new LinkedHashMap<>();
        TestInstance instance;
        try {
            for (VariantGroup group : groups) {
                List<TestModule.Body> added = new ArrayList<>();
                added.add(module.addOriginal(group.function().index(), group.real()));
                group.variants().forEach(v -> added.add(module.addVariant(v.index(), v.helpers(), group.real())));
                bodies.put(group, added);
            }
            module.settle();
            instance = new TestInstance(module, module.write(), memory, recorder, map, true);
        } catch (UnsupportedCodeException e) {
            split(groups, e);
            return;
        }
        var follower = new ConcolicInterpreter(module, instance, map);
        bodies.forEach((group, added) -> new VariantGroupRunner(
                        modules, map, settings, outOfTime, group, instance, follower, added)
                .run()
                .forEach(results));
    }

    private void split(List<VariantGroup> groups, UnsupportedCodeException refusal) {
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
            notExecuted(group.function(), group.variants().get(0), "it " + refusal.getMessage());
        }
    }
}
