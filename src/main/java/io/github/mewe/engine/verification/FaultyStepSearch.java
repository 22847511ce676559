package io.github.mewe.engine.verification;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.engine.FunctionMarks;
import io.github.mewe.engine.ModuleSource;
import io.github.mewe.engine.StrategySource;
import io.github.mewe.equivalence.isolation.IsolatedDivergence;
import io.github.mewe.equivalence.isolation.IsolationSettings;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import io.github.mewe.variant.VariantHistory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the steps that suffice to make a variant diverge from its original. Generation is deterministic, so the variant
 * can be regenerated with ever fewer steps.
 */
final class FaultyStepSearch {
    /** Many divergences often have one cause, so only the first are reduced. */
    private static final int MOST_REDUCED = 12;

    private final Gson gson = new GsonBuilder()
            .disableHtmlEscaping()
            .setPrettyPrinting()
            .serializeNulls()
            .create();
    private final StrategySource strategies;

    /**
     * Searches in variants of one source.
     *
     * @param strategies the source of the strategies that made the variants
     */
    FaultyStepSearch(StrategySource strategies) {
        this.strategies = strategies;
    }

    /**
     * Adds to each divergence the steps that cause it, or the reason why they are unknown. Where a part of the chain
     * suffices, the test case is replaced by that of a variant made of this part.
     */
    VariantFindings in(VariantFindings found, VerificationSubject subject, Deadline deadline) {
        if (found.divergences().stream().noneMatch(FaultyStepSearch::isOpen)) {
            return found;
        }
        return DeepThread.call(() -> {
            try (BinaryenModule module = BinaryenModule.open(subject.input())) {
                var search = new Search(module, subject, deadline, found.testCases());
                var divergences = new ArrayList<Verification.Divergence>();
                for (Verification.Divergence divergence : found.divergences()) {
                    divergences.add(isOpen(divergence) ? search.explainedOrNot(divergence) : divergence);
                }
                return new VariantFindings(found.functions(), found.reached(), divergences, search.testCases);
            }
        });
    }

    private static boolean isOpen(Verification.Divergence divergence) {
        return divergence.culprit() == null && divergence.variant() != null;
    }

    /** Searches in one binary. */
    private final class Search {
        private final VerificationSubject subject;
        private final Manifest manifest;
        private final Deadline deadline;
        private final ModuleSource source;
        private final Optional<String> obstacle;
        private final Optional<Regeneration> regeneration;
        private final Map<String, byte[]> testCases;
        private int reduced;

        Search(BinaryenModule module, VerificationSubject subject, Deadline deadline, Map<String, byte[]> testCases) {
            this.subject = subject;
            this.manifest = subject.manifest();
            this.deadline = deadline;
            this.source = new ModuleSource(module, subject.input(), FunctionMarks.of(manifest));
            this.obstacle = Regeneration.obstacle(manifest);
            this.regeneration =
                    obstacle.isPresent() ? Optional.empty() : Optional.of(new Regeneration(manifest, strategies));
            this.testCases = new HashMap<>(testCases);
        }

        Verification.Divergence explainedOrNot(Verification.Divergence divergence) {
            try {
                return explained(divergence);
            } catch (RuntimeException e) {
                return divergence.with(null, "the search for the faulty step failed: " + e);
            }
        }

        private Verification.Divergence explained(Verification.Divergence divergence) {
            if (regeneration.isEmpty()) {
                return divergence.with(null, obstacle.orElseThrow());
            }
            if (deadline.isOver()) {
                return divergence.with(null, StepReduction.OUT_OF_TIME);
            }
            if (++reduced > MOST_REDUCED) {
                return divergence.with(
                        null, "steps are searched for in the first " + MOST_REDUCED + " divergent variants only");
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
                    .orElseGet(() -> StepReduction.Finding.none(Regeneration.NOT_REPRODUCED));
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

        /** The divergence with the observations of the smaller variant. */
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
                    subject.request().inputs(),
                    subject.seed(),
                    1,
                    IsolationSettings.FUEL,
                    Optional.of(deadline.left()),
                    done -> {});
            return new PartComparison(subject.input(), manifest, settings).compare(place, variant, parts);
        }
    }
}
