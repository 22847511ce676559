package io.github.mewe.bench.generation;

import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.report.Manifest;
import io.github.mewe.wasm.BinaryLayout;

/**
 * What one generation made, and its cost.
 *
 * @param variants the number of variants
 * @param eligible the number of functions of at least ten instructions
 * @param diversified the number of these that have variants
 * @param growth the bytes of function bodies, output over input
 */
record GenerationResult(GenerationCost cost, int variants, int eligible, int diversified, double growth) {
    private static final int ELIGIBLE_INSTRUCTIONS = 10;

    static GenerationResult of(byte[] input, DiversificationResult made, GenerationCost cost) {
        var functions = made.manifest().functions().stream()
                .filter(function -> function.instructions() >= ELIGIBLE_INSTRUCTIONS)
                .toList();
        return new GenerationResult(
                cost,
                made.manifest().totals().variants(),
                functions.size(),
                (int) functions.stream().filter(GenerationResult::hasVariants).count(),
                (double) BinaryLayout.of(made.binary()).codeBytes()
                        / BinaryLayout.of(input).codeBytes());
    }

    private static boolean hasVariants(Manifest.Function function) {
        return !function.variants().isEmpty();
    }

    /** The share of the eligible functions that have variants. */
    double share() {
        return (double) diversified / Math.max(1, eligible);
    }
}
