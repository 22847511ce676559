package io.github.mewe.engine;

import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.LinkedFunction;
import io.github.mewe.link.LinkedFunction.LinkedVariant;
import io.github.mewe.profile.FunctionLoad;
import io.github.mewe.profile.Workload;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.FunctionVariants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Describes each function of an input with the indices and sizes of its bodies in the output. */
final class ManifestFunctions {
    private final InputModule input;
    private final int inputImports;
    private final Workload workload;
    private final List<Double> shares;
    private final LinkedBinary binary;
    private final Map<String, Integer> outputIndices = new HashMap<>();
    private final Map<Integer, LinkedFunction> linkedByIndex = new HashMap<>();

    ManifestFunctions(AnalyzedModule module, InputModule input, LinkedBinary binary) {
        this.input = input;
        this.inputImports = (int) module.binaryen().functions().stream()
                .filter(FunctionInfo::isImported)
                .count();
        this.workload = module.workload();
        this.shares = workload.shares();
        this.binary = binary;
        for (String function : binary.output().functionOrder()) {
            outputIndices.put(function, outputIndices.size());
        }
        binary.functions().forEach(function -> linkedByIndex.put(function.index(), function));
    }

    /** All defined functions of the input, in order. */
    List<Manifest.Function> all() {
        return binary.kept().stream().map(this::describe).toList();
    }

    private Manifest.Function describe(FunctionVariants function) {
        Optional<LinkedFunction> linked = Optional.ofNullable(linkedByIndex.get(function.index()));
        Optional<String> original = linked.flatMap(LinkedFunction::original);
        return new Manifest.Function(
                function.name(),
                inputImports + function.index(),
                outputIndices.get(function.name()),
                function.instructions(),
                input.layout().bodies().get(function.index()).size(),
                original.map(outputIndices::get).orElse(null),
                original.orElse(null),
                linked.flatMap(LinkedFunction::choice)
                        .map(choice -> choice(choice, function))
                        .orElse(null),
                load(function.index()),
                linked.map(behind -> variants(function, behind)).orElse(List.of()),
                function.reason().orElse(null));
    }

    private List<Manifest.Variant> variants(FunctionVariants function, LinkedFunction linked) {
        var variants = new ArrayList<Manifest.Variant>();
        for (int i = 0; i < linked.variants().size(); i++) {
            LinkedVariant variant = linked.variants().get(i);
            FunctionVariants.Sized sized = function.variants().get(i);
            int index = outputIndices.get(variant.name());
            variants.add(new Manifest.Variant(
                    index,
                    variant.name(),
                    outputBytes(index),
                    variant.helpers().stream().map(outputIndices::get).toList(),
                    ManifestBuilder.steps(sized.variant().chain()),
                    sized.classification().isProved() ? Manifest.Variant.PROVED : Manifest.Variant.TO_BE_EXECUTED,
                    sized.classification().obstacle().orElse(null)));
        }
        return variants;
    }

    private int outputBytes(int index) {
        OutputModule output = binary.output();
        return output.layout().bodies().get(index - output.imports()).size();
    }

    private static Manifest.Choice choice(LinkedFunction.Choice choice, FunctionVariants function) {
        return new Manifest.Choice(
                choice.mode().granularity().configurationName(),
                choice.mode().dispatcher().configurationName(),
                choice.mode().dispatcher() == Granularity.PACED
                        ? choice.mode().pace().interval()
                        : null,
                choice.number(),
                choice.shape().configurationName(),
                ManifestBuilder.rounded(choice.bits()),
                choice.mode().isBound() ? ManifestBuilder.rounded(choice.mode().boundShare()) : null,
                choice.mode().isBound() ? choice.mode().limit().among(slowDowns(choice, function)) : null);
    }

    private static List<Double> slowDowns(LinkedFunction.Choice choice, FunctionVariants function) {
        var slowDowns = new ArrayList<Double>();
        function.variants().forEach(variant -> slowDowns.add(variant.slowDown()));
        boolean hasOriginal = choice.shares().size() > slowDowns.size();
        if (hasOriginal) {
            slowDowns.add(1.0);
        }
        return slowDowns;
    }

    private Manifest.Load load(int function) {
        FunctionLoad load = workload.functions().get(function);
        return new Manifest.Load(
                ManifestBuilder.rounded(load.calls()),
                ManifestBuilder.rounded(load.indirectCalls()),
                ManifestBuilder.rounded(shares.get(function)));
    }
}
