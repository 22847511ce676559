package io.github.mewe.equivalence.validation;

import java.time.Duration;

/**
 * The result for one variant of a multivariant binary.
 *
 * @param function the index of the function in the input
 * @param variant the index of the variant in the binary
 * @param time the duration of the attempt
 */
public record VariantProof(int function, int variant, Proof proof, Duration time) {}
