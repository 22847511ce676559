package io.github.mewe.equivalence.validation;

import java.time.Duration;

/**
 * What is known of a variant of a multivariant binary.
 *
 * @param function the function's index in the input
 * @param variant the variant's index in the binary
 * @param proof whether it is equivalent
 * @param time what the attempt took
 */
public record VariantProof(int function, int variant, Proof proof, Duration time) {}
