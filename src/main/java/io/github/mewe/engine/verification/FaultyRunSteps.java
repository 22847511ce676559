package io.github.mewe.engine.verification;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.engine.ModuleSource;
import io.github.mewe.engine.StrategySource;
import io.github.mewe.link.BodyForcing;
import io.github.mewe.link.LinkedFunction;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantHistory;
import io.github.mewe.wasm.BinaryLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the steps of a variant's chain that suffice to make whole runs differ, where the variant alone does not show
 * what is wrong with it.
 */
final class FaultyRunSteps {
    private final byte[] input;
    private final Manifest manifest;
    private final StrategySource strategies;
    private final Set<String> toldAlready;

    /**
     * A search.
     *
     * @param input the input, in the binary format
     * @param manifest the binary's manifest
     * @param strategies where the strategies come from that made the variants
     * @param toldAlready the names of the variants of which steps need not be found
     */
    FaultyRunSteps(byte[] input, Manifest manifest, StrategySource strategies, Set<String> toldAlready) {
        this.input = input;
        this.manifest = manifest;
        this.strategies = strategies;
        this.toldAlready = Set.copyOf(toldAlready);
    }

    /**
     * The steps to blame.
     *
     * @param steps the steps, which are all of the chain where leaving out some was of no use; null if they are not
     *     known
     * @param reason why they are not known, or are perhaps too many; null if there is nothing to say
     */
    record Blamed(List<Manifest.Step> steps, String reason) {
        /** Where no variant is to blame. */
        static final Blamed NONE = new Blamed(null, null);
    }

    /**
     * Searches.
     *
     * @param culprit the variant that is to blame
     * @param differs tells whether the run differs with a module
     * @param deadline when to stop
     */
    Blamed steps(FaultyFunctionSearch.Culprit culprit, Predicate<byte[]> differs, Deadline deadline) {
        List<Manifest.Step> chain = culprit.variant().chain();
        if (chain.size() == 1 || toldAlready.contains(culprit.variant().name())) {
            return new Blamed(chain, null);
        }
        Optional<String> obstacle = Regeneration.obstacle(manifest);
        if (obstacle.isPresent()) {
            return new Blamed(null, obstacle.get());
        }
        int place = manifest.functions().indexOf(culprit.function());
        return DeepThread.call(() -> {
            try (BinaryenModule module = BinaryenModule.open(input)) {
                var source = new ModuleSource(module, BinaryLayout.of(input).bodySizes());
                StepReduction.Trial<byte[]> trial = parts -> differing(place, parts, differs);
                StepReduction.Finding<byte[]> finding = new Regeneration(manifest, strategies)
                        .again(
                                source,
                                place,
                                culprit.variant(),
                                history -> new StepReduction<>(history, trial, deadline).smallest())
                        .orElseGet(() -> StepReduction.Finding.none(Regeneration.OTHERWISE));
                return new Blamed(
                        finding.culprit()
                                .map(found -> found.part().steps().stream()
                                        .map(chain::get)
                                        .toList())
                                .orElse(null),
                        finding.reason().orElse(null));
            }
        });
    }

    private List<Optional<byte[]>> differing(int place, List<VariantHistory.Part> parts, Predicate<byte[]> differs) {
        var differing = new ArrayList<Optional<byte[]>>();
        for (VariantHistory.Part part : parts) {
            differing.add(Optional.of(with(place, part)).filter(differs));
        }
        return differing;
    }

    /** The input with a variant in the place of a function. */
    private byte[] with(int place, VariantHistory.Part part) {
        try (BinaryenModule module = BinaryenModule.open(input)) {
            LinkedFunction linked = new LinkedParts(manifest).link(module, place, List.of(part));
            String chosen = linked.variants().get(0).name();
            new BodyForcing(module).force(List.of(new BodyForcing.Forced(linked.name(), linked.bodies(), chosen)));
            return module.write();
        }
    }
}
