package io.github.mewe.variant;

import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A function variant, finished or in progress.
 *
 * @param body the body; it calls the helpers by their names
 * @param helpers functions that only this variant and its helpers call; their names are provisional and unique in the
 *     variant
 * @param chain the steps that made the variant, in order
 * @param derivation the bodies between the original and this one; empty if it was not recorded or is not kept
 */
public record Variant(
        FunctionBody body, List<FunctionBody> helpers, List<Step> chain, List<DerivationStep> derivation) {
    /** Copies the lists. */
    public Variant {
        helpers = List.copyOf(helpers);
        chain = List.copyOf(chain);
        derivation = List.copyOf(derivation);
    }

    /** A variant without a derivation. */
    public Variant(FunctionBody body, List<FunctionBody> helpers, List<Step> chain) {
        this(body, helpers, chain, List.of());
    }

    /** The start of every variant: the unchanged function. */
    public static Variant original(FunctionBody body) {
        return new Variant(body, List.of(), List.of());
    }

    /** This variant after further steps. */
    public Variant then(FunctionBody newBody, List<Step> steps) {
        return then(newBody, List.of(), steps);
    }

    /** This variant after the replacements of one walk over its body. */
    public Variant then(FunctionBody newBody, String strategy, SiteReplacements replacements) {
        return new Variant(
                newBody,
                helpers,
                append(chain, replacements.steps(strategy)),
                append(derivation, replacements.rounds(strategy, this, newBody)));
    }

    /** This variant after further steps that moved code into helpers. */
    public Variant then(FunctionBody newBody, List<FunctionBody> addedHelpers, List<Step> steps) {
        List<FunctionBody> allHelpers = append(helpers, addedHelpers);
        var step = new DerivationStep(steps, newBody, allHelpers);
        return new Variant(newBody, allHelpers, append(chain, steps), append(derivation, List.of(step)));
    }

    /** Determines if the last step of the derivation leads to this variant. */
    boolean isDerived() {
        if (derivation.isEmpty()) {
            return false;
        }
        DerivationStep last = derivation.get(derivation.size() - 1);
        return last.body() == body && last.helpers().equals(helpers);
    }

    /** The same variant without its derivation, which takes much memory. */
    Variant withoutDerivation() {
        return new Variant(body, helpers, chain);
    }

    /** The estimated size in bytes of the body and the helpers. */
    public int bytes() {
        int bytes = ExprStatistics.of(body.root()).bytes();
        for (FunctionBody helper : helpers) {
            bytes += ExprStatistics.of(helper.root()).bytes();
        }
        return bytes;
    }

    /** The estimated {@linkplain BodyCost cost} of a run, including the helpers that the body calls. */
    public double cost() {
        Map<String, Double> costs = new HashMap<>();
        helpers.forEach(helper -> costs.put(helper.name(), BodyCost.of(helper.root(), costs)));
        return BodyCost.of(body.root(), costs);
    }

    private static <T> List<T> append(List<T> list, List<T> added) {
        var all = new ArrayList<>(list);
        all.addAll(added);
        return all;
    }
}
