package io.github.mewe.variant;

import io.github.mewe.ir.FunctionBody;
import java.util.List;

/**
 * A step of a derivation: from the body of the step before, or the original, to the next one.
 *
 * @param applied the applied rules; their sites are nodes of the body before the strategy's first step
 * @param body the body after the step, which shares unchanged nodes with the one before
 * @param helpers the helpers after the step
 */
public record DerivationStep(List<Step> applied, FunctionBody body, List<FunctionBody> helpers) {
    /** Copies the lists. */
    public DerivationStep {
        applied = List.copyOf(applied);
        helpers = List.copyOf(helpers);
    }
}
