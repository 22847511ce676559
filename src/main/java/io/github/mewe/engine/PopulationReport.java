package io.github.mewe.engine;

import io.github.mewe.measure.PopulationDistances;
import io.github.mewe.measure.UnknownInstructionException;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.Dealing;
import io.github.mewe.variant.FunctionVariants;
import java.util.ArrayList;
import java.util.List;

/** Says of binaries that were made of one module at once what they share, and how different they are. */
final class PopulationReport {
    private final List<FunctionVariants> generated;
    private final Dealing dealing;
    private final BuildSeed seed;

    /**
     * A report.
     *
     * @param generated the functions of the module with all their variants
     * @param dealing how those were dealt to the binaries
     * @param seed the seed of all
     */
    PopulationReport(List<FunctionVariants> generated, Dealing dealing, BuildSeed seed) {
        this.generated = generated;
        this.dealing = dealing;
        this.seed = seed;
    }

    /**
     * The manifests with what is to be said.
     *
     * @param population the binaries with their manifests
     */
    List<Manifest> of(List<PopulationDistances.Made> population) {
        List<Manifest> manifests =
                population.stream().map(PopulationDistances.Made::manifest).toList();
        List<Holders> holders = generated.stream()
                .map(function -> new Holders(function, manifests))
                .toList();
        try {
            List<List<Manifest.Distance>> distances = new PopulationDistances(population).all();
            return reported(manifests, holders, distances);
        } catch (UnknownInstructionException e) {
            return reported(manifests, holders, null).stream()
                    .map(manifest ->
                            manifest.warnedOf("How different the binaries of the population are could not be measured: "
                                    + e.getMessage()))
                    .toList();
        }
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
                    seed.member(member + 1).text(),
                    disjoint,
                    shared,
                    originals,
                    distances == null ? null : distances.get(member))));
        }
        return reported;
    }

    /** Which of the generated variants of a function are in a binary. */
    private List<Integer> variants(int member, FunctionVariants function, Manifest manifest) {
        int kept = manifest.functions().get(function.index()).variants().size();
        return dealing.share(member, function.index(), function.variants().size())
                .subList(0, kept);
    }

    private static boolean hasOriginal(Manifest manifest, int function) {
        Manifest.Function entry = manifest.functions().get(function);
        return entry.variants().isEmpty() || entry.originalIndex() != null;
    }

    /** How many binaries have each variant of a function, and how many its original body. */
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
