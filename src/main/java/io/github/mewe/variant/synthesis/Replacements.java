package io.github.mewe.variant.synthesis;

import java.util.List;

/** A source of proved replacements for formulas. Implementations are thread-safe. */
public interface Replacements {

    /**
     * Looks up or finds replacements.
     *
     * @param formula a slice in canonical form, concrete or general
     * @return formulas over its inputs; empty if none are known
     */
    List<Formula> of(Formula formula);
}
