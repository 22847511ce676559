package io.github.mewe.variant;

import io.github.mewe.ir.FunctionBody;

/** Tries to prove variants by their derivations. Called from several threads. */
public interface DerivationCheck {
    /** Proves nothing. */
    DerivationCheck NONE = (original, variant) -> Classification.toBeExecuted("its derivation was not checked");

    /**
     * Classifies a variant. Never throws because of the variant.
     *
     * @param original the function
     * @param variant a variant of it, with its derivation
     */
    Classification classify(FunctionBody original, Variant variant);
}
