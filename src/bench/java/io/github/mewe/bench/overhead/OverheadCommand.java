package io.github.mewe.bench.overhead;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.bench.Subprocess;
import io.github.mewe.bench.WorkloadTimes;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.profiling.Profiler;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.profile.RecordedProfile;
import io.github.mewe.report.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.commons.io.FileUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the running time of multivariant binaries. */
@Command(
        name = "src/bench/overhead/run.sh",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures the running time of multivariant binaries, and writes docs/results/overhead.md.")
final class OverheadCommand implements Callable<Integer> {
    private static final String ALL_MODULES = "sqlite,libsodium,resvg,gofmt,brotli,qr";
    private static final int SECONDS = 1;

    @Option(
            names = "--modules",
            split = ",",
            defaultValue = ALL_MODULES,
            description = "Modules with a workload in src/bench/overhead/workloads. Unless all are measured, the page"
                    + " goes to target/overhead.md.")
    private List<String> modules;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "How often each binary is measured in turn with the original.")
    private int rounds;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new OverheadCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RealModules.fetch(modules);
        var rows = new ArrayList<OverheadPage.Row>();
        for (String module : modules) {
            rows.addAll(measure(module));
        }
        boolean isComplete = modules.equals(List.of(ALL_MODULES.split(",")));
        new OverheadPage(rounds, rows).page().write(ProjectFiles.page("overhead", isComplete));
        return 0;
    }

    private static Map<OverheadPage.Configuration, DiversificationRequest> configurations(RecordedProfile profile) {
        DiversificationRequest defaults = Requests.defaults(RandomnessSource.EXPORT);
        var configurations = new LinkedHashMap<OverheadPage.Configuration, DiversificationRequest>();
        configurations.put(OverheadPage.Configuration.PROFILE, defaults.withProfile(Optional.of(profile)));
        configurations.put(OverheadPage.Configuration.NO_PROFILE, defaults);
        configurations.put(OverheadPage.Configuration.PER_CALL, everywhere(Granularity.CALL));
        configurations.put(OverheadPage.Configuration.PACED, everywhere(Granularity.PACED));
        configurations.put(OverheadPage.Configuration.PER_INSTANCE, everywhere(Granularity.INSTANCE));
        configurations.put(OverheadPage.Configuration.BOUND, everywhere(Granularity.BOUND));
        return configurations;
    }

    private static DiversificationRequest everywhere(Granularity granularity) {
        return Requests.withGranularity(
                new GranularityChoice(Optional.of(granularity), List.of()), RandomnessSource.EXPORT);
    }

    private List<OverheadPage.Row> measure(String module) throws IOException, InterruptedException {
        byte[] input = RealModules.read(module);
        Path directory = Files.createTempDirectory("mewe-overhead");
        try {
            var candidates = new ArrayList<Path>();
            var manifests = new ArrayList<Manifest>();
            Map<OverheadPage.Configuration, DiversificationRequest> configurations =
                    configurations(profile(module, input, directory));
            for (DiversificationRequest request : configurations.values()) {
                DiversificationResult result = new Diversifier(
                                Runtime.getRuntime().availableProcessors(), ProjectFiles.target())
                        .diversify("module.wasm", input, "diversified.wasm", request, Progress.SILENT);
                manifests.add(result.manifest());
                candidates.add(Files.write(directory.resolve(candidates.size() + ".wasm"), result.binary()));
            }
            List<Double> ratios = new WorkloadTimes(rounds, SECONDS).ratios("node", module, true, candidates);
            var rows = new ArrayList<OverheadPage.Row>();
            for (OverheadPage.Configuration configuration : configurations.keySet()) {
                int i = rows.size();
                rows.add(OverheadPage.Row.of(module, configuration, manifests.get(i), ratios.get(i)));
                System.out.println(rows.get(i));
            }
            return rows;
        } finally {
            FileUtils.deleteDirectory(directory.toFile());
        }
    }

    private static RecordedProfile profile(String module, byte[] input, Path directory)
            throws IOException, InterruptedException {
        var profiler = new Profiler(ProjectFiles.target());
        Path instrumented = Files.write(directory.resolve("instrumented.wasm"), profiler.instrument(input));
        Path counts = directory.resolve("counts.json");
        Subprocess.output(List.of(
                "node",
                ProjectFiles.script("overhead/profile.mjs").toString(),
                RealModules.CORPUS.toString(),
                module,
                instrumented.toString(),
                counts.toString(),
                String.valueOf(SECONDS)));
        return profiler.convert("module.wasm", input, Files.readString(counts));
    }
}
