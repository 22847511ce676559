package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.common.Sha256;
import io.github.mewe.link.DispatchShape;
import io.github.mewe.link.GranularityPlan;
import io.github.mewe.link.LinkedFunction;
import io.github.mewe.link.LinkedFunction.LinkedVariant;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.profile.FunctionLoad;
import io.github.mewe.profile.Workload;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.Step;
import io.github.mewe.wasm.BinaryLayout;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what was done, with the indices and sizes that the written output has. */
public final class ManifestBuilder {
    private final String inputName;
    private final byte[] input;
    private final BinaryLayout inputLayout;
    private final String outputName;
    private final byte[] output;
    private final BinaryLayout outputLayout;
    private final DiversificationRequest request;
    private final String seed;
    private final String fingerprint;

    ManifestBuilder(
            String inputName,
            byte[] input,
            BinaryLayout inputLayout,
            String outputName,
            byte[] output,
            BinaryLayout outputLayout,
            DiversificationRequest request,
            String seed,
            String fingerprint) {
        this.inputName = inputName;
        this.input = input;
        this.inputLayout = inputLayout;
        this.outputName = outputName;
        this.output = output;
        this.outputLayout = outputLayout;
        this.request = request;
        this.seed = seed;
        this.fingerprint = fingerprint;
    }

    Manifest build(
            List<FunctionVariants> functions,
            List<LinkedFunction> linked,
            List<FunctionInfo> inputFunctions,
            List<String> outputOrder,
            RandomnessSource randomness,
            DispatchShape shape,
            GranularityPlan plan,
            double inputPathBits,
            double pathBits,
            Workload workload,
            boolean timeLimited,
            List<String> warnings,
            Optional<String> seedExport) {
        Map<String, Integer> outputIndices = new HashMap<>();
        for (String function : outputOrder) {
            outputIndices.put(function, outputIndices.size());
        }
        int outputImports = outputOrder.size() - outputLayout.bodies().size();
        int inputImports =
                (int) inputFunctions.stream().filter(FunctionInfo::isImported).count();
        Map<Integer, LinkedFunction> linkedByIndex = new HashMap<>();
        linked.forEach(function -> linkedByIndex.put(function.index(), function));
        var entries = new ArrayList<Manifest.Function>(functions.size());
        for (FunctionVariants function : functions) {
            LinkedFunction behind = linkedByIndex.get(function.index());
            Optional<String> original = behind == null ? Optional.empty() : behind.original();
            var variants = new ArrayList<Manifest.Variant>();
            for (int i = 0; behind != null && i < behind.variants().size(); i++) {
                LinkedVariant variant = behind.variants().get(i);
                int index = outputIndices.get(variant.name());
                variants.add(new Manifest.Variant(
                        index,
                        variant.name(),
                        outputLayout.bodies().get(index - outputImports).size(),
                        variant.helpers().stream().map(outputIndices::get).toList(),
                        steps(function.variants().get(i).variant().chain())));
            }
            entries.add(new Manifest.Function(
                    function.name(),
                    inputImports + function.index(),
                    outputIndices.get(function.name()),
                    function.instructions(),
                    inputLayout.bodies().get(function.index()).size(),
                    original.map(outputIndices::get).orElse(null),
                    original.orElse(null),
                    Optional.ofNullable(behind)
                            .flatMap(LinkedFunction::choice)
                            .map(choice -> choice(choice, function))
                            .orElse(null),
                    load(workload, function.index()),
                    variants,
                    function.reason().orElse(null)));
        }
        int variantCount = entries.stream().mapToInt(f -> f.variants().size()).sum();
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                PluginVersion.get(),
                BinaryenModule.BINARYEN_VERSION,
                fingerprint,
                seed,
                request.parameters(),
                randomness.configurationName(),
                shape.configurationName(),
                prediction(plan, workload),
                diversity(linked, inputPathBits, pathBits, workload),
                timeLimited,
                binary(inputName, input, inputLayout),
                binary(outputName, output, outputLayout),
                new Manifest.Totals(entries.size(), linked.size(), variantCount),
                entries,
                warnings,
                linked.isEmpty() ? null : SeedingInstructions.of(randomness, seedExport),
                linked.isEmpty() ? null : seedExport.orElse(null));
    }

    private static Manifest.Prediction prediction(GranularityPlan plan, Workload workload) {
        return new Manifest.Prediction(workload.recorded() ? "profile" : "estimate", rounded(plan.overhead()));
    }

    private static Manifest.Choice choice(LinkedFunction.Choice choice, FunctionVariants function) {
        var slowDowns = new ArrayList<Double>();
        function.variants().forEach(variant -> slowDowns.add(variant.slowDown()));
        if (choice.shares().size() > slowDowns.size()) {
            slowDowns.add(1.0); // the original
        }
        return new Manifest.Choice(
                choice.mode().granularity().configurationName(),
                choice.mode().dispatcher().configurationName(),
                choice.number(),
                choice.shape().configurationName(),
                rounded(choice.bits()),
                choice.mode().bound() ? choice.mode().limit().among(slowDowns) : null);
    }

    private static Manifest.Diversity diversity(
            List<LinkedFunction> linked, double inputPathBits, double pathBits, Workload workload) {
        double bits = linked.stream()
                .filter(function -> function.choice().isPresent())
                .mapToDouble(function ->
                        function.choice().get().bitsIn(workload.functions().get(function.index())))
                .sum();
        return new Manifest.Diversity(
                rounded(pathBits), rounded(inputPathBits), workload.recorded() ? rounded(bits) : null);
    }

    private static Manifest.Load load(Workload workload, int function) {
        FunctionLoad load = workload.functions().get(function);
        return new Manifest.Load(
                rounded(load.calls()), rounded(load.indirectCalls()), rounded(workload.share(function)));
    }

    /** Four digits: more would say more than is known. */
    private static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(4)).doubleValue();
    }

    private static Manifest.Binary binary(String name, byte[] bytes, BinaryLayout layout) {
        return new Manifest.Binary(name, Sha256.hex(bytes), bytes.length, layout.codeBytes());
    }

    /** The steps of a chain as a manifest has them. */
    public static List<Manifest.Step> steps(List<Step> chain) {
        return chain.stream()
                .map(step -> new Manifest.Step(step.strategy(), step.rule(), step.sites()))
                .toList();
    }
}
