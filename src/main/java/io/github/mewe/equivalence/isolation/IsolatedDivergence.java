package io.github.mewe.equivalence.isolation;

import io.github.mewe.report.Verification;

/**
 * A divergence of a variant from its original, with the files that reproduce it.
 *
 * @param divergence the entry for the report, whose test case is the name of the JSON file
 * @param name the name of the files, without extension
 * @param wat the text of a module that exports both bodies, as {@code original} and {@code variant}
 * @param json the input, including the answers of stubs, and both outcomes
 */
public record IsolatedDivergence(Verification.Divergence divergence, String name, String wat, String json) {}
