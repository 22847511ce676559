package io.github.mewe.engine.verification;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.engine.ManifestBuilder;
import io.github.mewe.equivalence.isolation.IsolatedComparison;
import io.github.mewe.equivalence.isolation.IsolatedDivergence;
import io.github.mewe.equivalence.isolation.IsolatedVariant;
import io.github.mewe.equivalence.isolation.IsolationSettings;
import io.github.mewe.link.LinkedFunction;
import io.github.mewe.link.LinkedFunction.LinkedVariant;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantHistory;
import io.github.mewe.wasm.BinaryLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Executes variants that are not part of a binary beside their original. The inputs are the same as for the variants in
 * the delivered binary: they have the same seed and depend on the original alone.
 */
final class PartComparison {
    private final byte[] input;
    private final Manifest manifest;
    private final IsolationSettings settings;

    PartComparison(byte[] input, Manifest manifest, IsolationSettings settings) {
        this.input = input;
        this.manifest = manifest;
        this.settings = settings;
    }

    /**
     * Executes variants of a function and returns how each diverges; empty for those that do not.
     *
     * @param place the number of the function among the defined functions, from 0
     * @param delivered the variant that the parts come from, whose name the divergences bear
     */
    List<Optional<IsolatedDivergence>> compare(int place, Manifest.Variant delivered, List<VariantHistory.Part> parts) {
        try (BinaryenModule module = BinaryenModule.open(input)) {
            LinkedFunction linked = new LinkedParts(manifest).link(module, place, parts);
            Map<String, Integer> indices = new HashMap<>();
            module.outputOrder().forEach(name -> indices.put(name, indices.size()));
            byte[] binary = module.write();
            var functions = new ArrayList<Manifest.Function>();
            for (int i = 0; i < manifest.functions().size(); i++) {
                Manifest.Function function = manifest.functions().get(i);
                functions.add(described(
                        function,
                        indices.get(function.name()),
                        i == place ? variants(linked, delivered, parts, indices, binary) : List.of()));
            }
            return new IsolatedComparison(input, binary, functions, settings)
                    .run().stream().map(IsolatedVariant::divergence).toList();
        }
    }

    private static List<Manifest.Variant> variants(
            LinkedFunction linked,
            Manifest.Variant delivered,
            List<VariantHistory.Part> parts,
            Map<String, Integer> indices,
            byte[] binary) {
        List<BinaryLayout.Body> bodies = BinaryLayout.of(binary).bodies();
        int imports = indices.size() - bodies.size();
        var variants = new ArrayList<Manifest.Variant>();
        for (int i = 0; i < parts.size(); i++) {
            LinkedVariant variant = linked.variants().get(i);
            int index = indices.get(variant.name());
            variants.add(new Manifest.Variant(
                    index,
                    delivered.name(),
                    bodies.get(index - imports).size(),
                    variant.helpers().stream().map(indices::get).toList(),
                    ManifestBuilder.steps(parts.get(i).variant().chain())));
        }
        return variants;
    }

    private static Manifest.Function described(
            Manifest.Function function, int dispatcher, List<Manifest.Variant> variants) {
        return new Manifest.Function(
                function.name(),
                function.index(),
                dispatcher,
                function.instructions(),
                function.bytes(),
                null,
                null,
                null,
                null,
                variants,
                null);
    }
}
