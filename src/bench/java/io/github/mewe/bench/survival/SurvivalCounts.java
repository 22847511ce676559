package io.github.mewe.bench.survival;

import io.github.mewe.measure.BodyFingerprints;
import io.github.mewe.measure.CompilationRefusedException;
import io.github.mewe.measure.DistinctVariants;
import io.github.mewe.measure.MachineCode;
import io.github.mewe.measure.OptimisingCompiler;
import io.github.mewe.report.Manifest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How the variants of one multivariant binary survive compilers. All counts but the first are over the eligible
 * functions.
 *
 * @param functions the defined functions
 * @param eligible those of at least {@value #ELIGIBLE_INSTRUCTIONS} instructions
 * @param withOne those with at least one variant
 * @param withAll those with the requested number of variants
 * @param webAssemblyDistinct variants whose structure differs from their original's and siblings'
 * @param nativeDistinct the variants whose machine code differs so, by the engine's name; empty if the engine refuses
 *     the module
 * @param reachable the distinct variants of the functions that the optimiser does not remove as dead code
 * @param optimised the number of those that are still distinct after the optimiser
 */
record SurvivalCounts(
        int functions,
        int eligible,
        int withOne,
        int withAll,
        int webAssemblyDistinct,
        Map<String, OptionalInt> nativeDistinct,
        int reachable,
        int optimised) {
    static final int ELIGIBLE_INSTRUCTIONS = 10;

    static SurvivalCounts of(byte[] binary, Manifest manifest, int variants, List<OptimisingCompiler> engines)
            throws IOException, InterruptedException {
        List<Manifest.Function> eligible = manifest.functions().stream()
                .filter(f -> f.instructions() >= ELIGIBLE_INSTRUCTIONS)
                .toList();
        List<Manifest.Function> diversified =
                eligible.stream().filter(f -> !f.variants().isEmpty()).toList();
        BodyFingerprints written = BodyFingerprints.written(binary, diversified);
        var distinct = new DistinctVariants(written.fingerprints()::get);
        Map<String, OptionalInt> nativeDistinct = new TreeMap<>();
        for (OptimisingCompiler engine : engines) {
            nativeDistinct.put(engine.name(), nativeDistinct(binary, diversified, engine));
        }
        BodyFingerprints optimised = BodyFingerprints.optimised(binary, diversified);
        List<Manifest.Function> reachable = diversified.stream()
                .filter(f -> optimised.reachable().contains(f.dispatcherIndex()))
                .toList();
        var stillDistinct = new DistinctVariants(optimised.fingerprints()::get);
        return new SurvivalCounts(
                manifest.functions().size(),
                eligible.size(),
                diversified.size(),
                (int) eligible.stream()
                        .filter(f -> f.variants().size() >= variants)
                        .count(),
                diversified.stream().mapToInt(distinct::of).sum(),
                nativeDistinct,
                reachable.stream().mapToInt(distinct::of).sum(),
                reachable.stream().mapToInt(stillDistinct::of).sum());
    }

    private static OptionalInt nativeDistinct(
            byte[] binary, List<Manifest.Function> functions, OptimisingCompiler engine)
            throws IOException, InterruptedException {
        try {
            MachineCode code = engine.compile(binary);
            var distinct = new DistinctVariants(code::of);
            return IntStream.of(functions.stream().mapToInt(distinct::of).toArray())
                    .reduce(Integer::sum);
        } catch (CompilationRefusedException e) {
            return OptionalInt.empty();
        }
    }
}
