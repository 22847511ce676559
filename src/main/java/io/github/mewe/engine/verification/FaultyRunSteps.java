package io.github.mewe.engine.verification;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.engine.FunctionMarks;
import io.github.mewe.engine.ModuleSource;
import io.github.mewe.engine.StrategySource;
import io.github.mewe.link.BodyForcing;
import io.github.mewe.link.LinkedFunction;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds the steps of a variant that suffice to make whole runs differ, where execution in isolation shows nothing. */
final class FaultyRunSteps {
    private final byte[] input;
    private final Manifest manifest;
    private final StrategySource strategies;
    private final Set<String> alreadyReported;

    /**
     * Searches in one binary.
     *
     * @param strategies the source of the strategies that made the variants
     * @param alreadyReported the names of variants that need no search
     */
    FaultyRunSteps(byte[] input, Manifest manifest, StrategySource strategies, Set<String> alreadyReported) {
        this.input = input;
        this.manifest = manifest;
        this.strategies = strategies;
        this.alreadyReported = Set.copyOf(alreadyReported);
    }

    /**
     * The steps that cause a difference.
     *
     * @param steps the steps, possibly the whole chain; null if unknown
     * @param reason why the steps are unknown or not minimal; null if neither
     */
    record Blamed(List<Manifest.Step> steps, String reason) {
        /** No single variant is responsible. */
        static final Blamed NONE = new Blamed(null, null);
    }

    /**
     * Searches for the steps of a variant.
     *
     * @param differs tests if a module makes the run differ
     */
    Blamed steps(FaultyFunctionSearch.Culprit culprit, Predicate<byte[]> differs, Deadline deadline) {
        List<Manifest.Step> chain = culprit.variant().chain();
        if (chain.size() == 1 || alreadyReported.contains(culprit.variant().name())) {
            return new Blamed(chain, null);
        }
        Optional<String> obstacle = Regeneration.obstacle(manifest);
        if (obstacle.isPresent()) {
            return new Blamed(null, obstacle.get());
        }
        int place = manifest.functions().indexOf(culprit.function());
        return DeepThread.call(() -> {
            try (BinaryenModule module = BinaryenModule.open(input)) {
                var source = new ModuleSource(module, input, FunctionMarks.of(manifest));
                StepReduction.Trial<byte[]> trial = parts -> differing(place, parts, differs);
                StepReduction.Finding<byte[]> finding = new Regeneration(manifest, strategies)
                        .again(
                                source,
                                place,
                                culprit.variant(),
                                history -> new StepReduction<>(history, trial, deadline).smallest())
                        .orElseGet(() -> StepReduction.Finding.none(Regeneration.NOT_REPRODUCED));
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

    /** The input with a variant in place of one function. */
    private byte[] with(int place, VariantHistory.Part part) {
        try (BinaryenModule module = BinaryenModule.open(input)) {
            LinkedFunction linked = new LinkedParts(manifest).link(module, place, List.of(part));
            String chosen = linked.variants().get(0).name();
            new BodyForcing(module).force(List.of(new BodyForcing.Forced(linked.name(), linked.bodies(), chosen)));
            return module.write();
        }
    }
}
