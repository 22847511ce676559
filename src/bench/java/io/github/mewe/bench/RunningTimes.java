package io.github.mewe.bench;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.io.FileUtils;

/**
 * The running times of a real module's multivariant binaries with one configuration and different seeds, divided by the
 * original's. Chance decides which bodies a seed binds and which code lies side by side, so single binaries differ by
 * some percent.
 *
 * @param ratios the ratio of each binary
 * @param manifest the manifest of the first binary
 */
public record RunningTimes(List<Double> ratios, Manifest manifest) {
    private static final int SECONDS = 1;

    /**
     * Binaries to measure.
     *
     * @param changes changes the plugin's defaults
     * @param count the number of binaries
     */
    public record Binaries(UnaryOperator<DiversificationRequest> changes, int count) {}

    /**
     * Makes binaries of a module and measures all of them in turn with the original.
     *
     * @param module the module's name in the corpus
     * @param rounds how often each binary is measured
     * @return the times of each configuration
     */
    public static List<RunningTimes> of(String module, int rounds, List<Binaries> configurations)
            throws IOException, InterruptedException {
        byte[] input = RealModules.read(module);
        Path directory = Files.createTempDirectory("mewe-times");
        try {
            var diversifier = new Diversifier(Runtime.getRuntime().availableProcessors(), ProjectFiles.target());
            var files = new ArrayList<Path>();
            var manifests = new ArrayList<Manifest>();
            for (Binaries configuration : configurations) {
                for (int seed = 1; seed <= configuration.count(); seed++) {
                    // Configurations may have the same variants.
                    DiversificationRequest request = configuration
                            .changes()
                            .apply(Requests.seeded("binary " + seed, RandomnessSource.EXPORT))
                            .withVariantCache(directory.resolve("cache"));
                    DiversificationResult result =
                            diversifier.diversify("module.wasm", input, "diversified.wasm", request, Progress.SILENT);
                    manifests.add(result.manifest());
                    files.add(Files.write(directory.resolve(files.size() + ".wasm"), result.binary()));
                }
            }
            List<Double> ratios = new WorkloadTimes(rounds, SECONDS).ratios("node", module, true, files);
            var times = new ArrayList<RunningTimes>();
            int first = 0;
            for (Binaries configuration : configurations) {
                int end = first + configuration.count();
                times.add(new RunningTimes(List.copyOf(ratios.subList(first, end)), manifests.get(first)));
                first = end;
            }
            return times;
        } finally {
            FileUtils.deleteDirectory(directory.toFile());
        }
    }

    /** The geometric mean of the ratios. */
    public double mean() {
        return Figures.geometricMean(ratios);
    }
}
