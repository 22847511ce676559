package io.github.mewe.equivalence.isolation;

import io.github.mewe.report.Verification;

/**
 * A difference between a variant and its original, with what repeats it.
 *
 * @param divergence what to report; its test case is the name of {@code json}'s file
 * @param name the name of the files, without an extension
 * @param wat the text of a module that exports both bodies as {@code original} and {@code variant}
 * @param json the input, with the answers of what the bodies call, and both outcomes
 */
public record IsolatedDivergence(Verification.Divergence divergence, String name, String wat, String json) {}
