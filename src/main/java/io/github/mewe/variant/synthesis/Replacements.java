package io.github.mewe.variant.synthesis;

import java.util.List;

/** Knows formulas that have the value of another for all inputs. Used by several threads. */
public interface Replacements {

    /**
     * Looks up or finds replacements.
     *
     * @param formula a slice in canonical form, with its constants or with any
     * @return formulas over its inputs; none if none is known
     */
    List<Formula> of(Formula formula);
}
