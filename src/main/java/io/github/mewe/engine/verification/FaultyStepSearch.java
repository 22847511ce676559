package io.github.mewe.engine.verification;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.engine.ModuleSource;
import io.github.mewe.engine.StrategySource;
import io.github.mewe.equivalence.isolation.IsolatedDivergence;
import io.github.mewe.equivalence.isolation.IsolationSettings;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import io.github.mewe.variant.VariantHistory;
import io.github.mewe.wasm.BinaryLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the steps of its chain that suffice to make a variant do something else than its original: generation is
 * deterministic, so that the variant can be made again, with ever fewer steps.
 */
final class FaultyStepSearch {
    /** So many differences are followed; often many have one cause. */
    private static final int MOST_FOLLOWED = 12;

    private final Gson gson = new GsonBuilder()
            .disableHtmlEscaping()
            .setPrettyPrinting()
            .serializeNulls()
            .create();
    private final StrategySource strategies;

    /**
     * A search.
     *
     * @param strategies where the strategies come from that made the variants
     */
    FaultyStepSearch(StrategySource strategies) {
        this.strategies = strategies;
    }

    /**
     * Adds culprits to what was found, or why there are none. Where fewer steps suffice than the chain has, the test
     * case becomes that of a variant made of them alone.
     *
     * @param found what was found
     * @param input the input, in the binary format
     * @param manifest the binary's manifest
     * @param request how the variants were executed
     * @param seed what their inputs were drawn by
     * @param deadline when to stop
     */
    VariantFindings in(
            VariantFindings found,
            byte[] input,
            Manifest manifest,
            VerificationRequest request,
            long seed,
            Deadline deadline) {
        if (found.divergences().stream().noneMatch(FaultyStepSearch::isOpen)) {
            return found;
        }
        return DeepThread.call(() -> {
            try (BinaryenModule module = BinaryenModule.open(input)) {
                var search = new Search(module, input, manifest, request, seed, deadline, found.testCases());
                var divergences = new ArrayList<Verification.Divergence>();
                for (Verification.Divergence divergence : found.divergences()) {
                    divergences.add(isOpen(divergence) ? search.explained(divergence) : divergence);
                }
                return new VariantFindings(found.functions(), found.reached(), divergences, search.testCases);
            }
        });
    }

    private static boolean isOpen(Verification.Divergence divergence) {
        return divergence.culprit() == null && divergence.variant() != null;
    }

    /** The search in one binary. */
    private final class Search {
        private final byte[] input;
        private final Manifest manifest;
        private final VerificationRequest request;
        private final long seed;
        private final Deadline deadline;
        private final ModuleSource source;
        private final Optional<String> obstacle;
        private final Optional<Regeneration> regeneration;
        private final Map<String, byte[]> testCases;
        private int followed;

        Search(
                BinaryenModule module,
                byte[] input,
                Manifest manifest,
                VerificationRequest request,
                long seed,
                Deadline deadline,
                Map<String, byte[]> testCases) {
            this.input = input;
            this.manifest = manifest;
            this.request = request;
            this.seed = seed;
            this.deadline = deadline;
            this.source = new ModuleSource(module, BinaryLayout.of(input).bodySizes());
            this.obstacle = Regeneration.obstacle(manifest);
            this.regeneration =
                    obstacle.isPresent() ? Optional.empty() : Optional.of(new Regeneration(manifest, strategies));
            this.testCases = new HashMap<>(testCases);
        }

        Verification.Divergence explained(Verification.Divergence divergence) {
            if (regeneration.isEmpty()) {
                return divergence.with(null, obstacle.orElseThrow());
            }
            if (deadline.isOver()) {
                return divergence.with(null, StepReduction.OUT_OF_TIME);
            }
            if (++followed > MOST_FOLLOWED) {
                return divergence.with(
                        null, "steps were left out of the first " + MOST_FOLLOWED + " variants that differ alone");
            }
            for (int place = 0; place < manifest.functions().size(); place++) {
                for (Manifest.Variant variant : manifest.functions().get(place).variants()) {
                    if (variant.name().equals(divergence.variant())) {
                        return explained(divergence, place, variant);
                    }
                }
            }
            throw new IllegalStateException("the manifest has no variant " + divergence.variant());
        }

        private Verification.Divergence explained(
                Verification.Divergence divergence, int place, Manifest.Variant variant) {
            StepReduction.Finding<IsolatedDivergence> finding = regeneration
                    .orElseThrow()
                    .again(source, place, variant, history -> smallest(history, place, variant))
                    .orElseGet(() -> StepReduction.Finding.none(Regeneration.OTHERWISE));
            String reason = finding.reason().orElse(null);
            if (finding.culprit().isEmpty()) {
                return divergence.with(null, reason);
            }
            StepReduction.Culprit<IsolatedDivergence> culprit =
                    finding.culprit().get();
            List<Manifest.Step> steps =
                    culprit.part().steps().stream().map(divergence.chain()::get).toList();
            if (steps.size() == divergence.chain().size()) {
                return divergence.with(steps, reason);
            }
            return replaced(divergence, variant, culprit.evidence(), steps, reason);
        }

        /** The difference with what was seen of the smaller variant. */
        private Verification.Divergence replaced(
                Verification.Divergence divergence,
                Manifest.Variant variant,
                IsolatedDivergence smaller,
                List<Manifest.Step> steps,
                String reason) {
            String old =
                    divergence.testCase().substring(0, divergence.testCase().lastIndexOf('.'));
            testCases.remove(old + ".json");
            testCases.remove(old + ".wat");
            JsonObject json = JsonParser.parseString(smaller.json()).getAsJsonObject();
            json.addProperty("variantIndex", variant.index());
            json.add("chain", gson.toJsonTree(divergence.chain()));
            json.add("culprit", gson.toJsonTree(steps));
            testCases.put(smaller.name() + ".json", (gson.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8));
            testCases.put(smaller.name() + ".wat", smaller.wat().getBytes(StandardCharsets.UTF_8));
            return new Verification.Divergence(
                    divergence.function(),
                    divergence.variant(),
                    divergence.chain(),
                    steps,
                    reason,
                    smaller.divergence().input(),
                    smaller.divergence().original(),
                    smaller.divergence().outcome(),
                    smaller.divergence().testCase());
        }

        private StepReduction.Finding<IsolatedDivergence> smallest(
                VariantHistory history, int place, Manifest.Variant variant) {
            return new StepReduction<>(history, parts -> differing(place, variant, parts), deadline).smallest();
        }

        private List<Optional<IsolatedDivergence>> differing(
                int place, Manifest.Variant variant, List<VariantHistory.Part> parts) {
            var settings = new IsolationSettings(
                    request.inputs(), seed, 1, IsolationSettings.FUEL, Optional.of(deadline.left()), done -> {});
            return new PartComparison(input, manifest, settings).compare(place, variant, parts);
        }
    }
}
