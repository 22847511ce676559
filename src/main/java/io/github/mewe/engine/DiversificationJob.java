package io.github.mewe.engine;

import io.github.mewe.variant.VariantDistribution;

/**
 * An input and the request to diversify it.
 *
 * @param input the module to diversify
 * @param request the request
 * @param seed the configured or derived build seed
 */
record DiversificationJob(InputModule input, DiversificationRequest request, BuildSeed seed) {

    static DiversificationJob of(InputModule input, DiversificationRequest request) {
        return new DiversificationJob(input, request, request.seedFor(input.bytes()));
    }

    /** The distribution of the generated variants among the binaries of the population. */
    VariantDistribution distribution() {
        return new VariantDistribution(request.population(), seed.distribution());
    }

    /**
     * The seed that a binary is linked with.
     *
     * @param member the number of the binary in the population, from 1
     */
    BuildSeed linkSeed(int member) {
        return request.population() == 1 ? seed : seed.member(member);
    }

    /**
     * A hash of everything that a binary depends on.
     *
     * @param member the number of the binary in the population, from 1
     */
    String fingerprint(int member) {
        return request.fingerprint(input.bytes(), input.sourceMap(), member);
    }
}
