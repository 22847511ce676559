package io.github.mewe.engine;

import io.github.mewe.measure.PopulationDistances;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.VariantDistribution;
import io.github.mewe.wasm.MalformedModuleException;
import java.util.ArrayList;
import java.util.List;

/** Adds shared variants and distances between binaries to the manifests of a population. */
final class PopulationReport {
    private final DiversificationJob job;
    private final List<FunctionVariants> generated;
    private final VariantDistribution distribution;

    /**
     * Creates a report.
     *
     * @param job the request and its input
     * @param generated every function of the input with all its variants
     */
    PopulationReport(DiversificationJob job, List<FunctionVariants> generated) {
        this.job = job;
        this.generated = generated;
        this.distribution = job.distribution();
    }

    /** The manifests with their population. */
    List<Manifest> of(List<Manifest> manifests, List<LinkedBinary> binaries) {
        List<Holders> holders = generated.stream()
                .map(function -> new Holders(function, manifests))
                .toList();
        try {
            return reported(manifests, holders, distances(manifests, binaries));
        } catch (MalformedModuleException e) {
            String warning = "the distances between the population's binaries are unknown: " + e.getMessage();
            return reported(manifests, holders, null).stream()
                    .map(manifest -> manifest.warnedOf(warning))
                    .toList();
        }
    }

    private static List<List<Manifest.Distance>> distances(List<Manifest> manifests, List<LinkedBinary> binaries) {
        var population = new ArrayList<PopulationDistances.Made>();
        for (int member = 0; member < manifests.size(); member++) {
            OutputModule output = binaries.get(member).output();
            population.add(new PopulationDistances.Made(manifests.get(member), output.bytes(), output.imports()));
        }
        return PopulationDistances.of(population);
    }

    private List<Manifest> reported(
            List<Manifest> manifests, List<Holders> holders, List<List<Manifest.Distance>> distances) {
        var reported = new ArrayList<Manifest>();
        for (int member = 0; member < manifests.size(); member++) {
            Manifest manifest = manifests.get(member);
            int disjoint = 0;
            int shared = 0;
            int originals = 0;
            for (int function = 0; function < holders.size(); function++) {
                List<Integer> own = variants(member, generated.get(function), manifest);
                Holders all = holders.get(function);
                if (own.stream().anyMatch(variant -> all.variants[variant] > 1)) {
                    shared++;
                } else if (!own.isEmpty()) {
                    disjoint++;
                }
                if (!own.isEmpty() && hasOriginal(manifest, function) && all.originals > 1) {
                    originals++;
                }
            }
            reported.add(manifest.with(new Manifest.Population(
                    manifests.size(),
                    member + 1,
                    job.seed().member(member + 1).text(),
                    disjoint,
                    shared,
                    originals,
                    distances == null ? null : distances.get(member))));
        }
        return reported;
    }

    /** The positions of a binary's variants among the generated variants of a function. */
    private List<Integer> variants(int member, FunctionVariants function, Manifest manifest) {
        int kept = manifest.functions().get(function.index()).variants().size();
        return distribution
                .share(member, function.index(), function.variants().size())
                .subList(0, kept);
    }

    private static boolean hasOriginal(Manifest manifest, int function) {
        Manifest.Function entry = manifest.functions().get(function);
        return entry.variants().isEmpty() || entry.originalIndex() != null;
    }

    /** The number of binaries that contain each variant of a function, and its original body. */
    private final class Holders {
        private final int[] variants;
        private int originals;

        Holders(FunctionVariants function, List<Manifest> manifests) {
            this.variants = new int[function.variants().size()];
            for (int member = 0; member < manifests.size(); member++) {
                variants(member, function, manifests.get(member)).forEach(variant -> variants[variant]++);
                originals += hasOriginal(manifests.get(member), function.index()) ? 1 : 0;
            }
        }
    }
}
