package io.github.mewe.bench.overhead;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.RunningTimes;
import io.github.mewe.bench.RunningTimes.Binaries;
import io.github.mewe.bench.Subprocess;
import io.github.mewe.bench.overhead.OverheadPage.Configuration;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.profiling.Profiler;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.link.Granularity;
import io.github.mewe.profile.RecordedProfile;
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

    @Option(
            names = "--binaries",
            defaultValue = "3",
            description = "The number of binaries with the defaults and no profile, with different seeds.")
    private int binaries;

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
        new OverheadPage(binaries, rounds, rows).page().write(ProjectFiles.page("overhead", isComplete));
        return 0;
    }

    private Map<Configuration, Binaries> configurations(RecordedProfile profile) {
        var configurations = new LinkedHashMap<Configuration, Binaries>();
        configurations.put(
                Configuration.PROFILE, new Binaries(defaults -> defaults.withProfile(Optional.of(profile)), 1));
        configurations.put(Configuration.NO_PROFILE, new Binaries(defaults -> defaults, binaries));
        configurations.put(Configuration.PER_CALL, everywhere(Granularity.CALL));
        configurations.put(Configuration.PACED, everywhere(Granularity.PACED));
        configurations.put(Configuration.PER_INSTANCE, everywhere(Granularity.INSTANCE));
        configurations.put(Configuration.BOUND, everywhere(Granularity.BOUND));
        return configurations;
    }

    private static Binaries everywhere(Granularity granularity) {
        return new Binaries(
                defaults -> defaults.withGranularity(new GranularityChoice(Optional.of(granularity), List.of())), 1);
    }

    private List<OverheadPage.Row> measure(String module) throws IOException, InterruptedException {
        Map<Configuration, Binaries> configurations = configurations(profile(module));
        List<RunningTimes> times = RunningTimes.of(module, rounds, List.copyOf(configurations.values()));
        var rows = new ArrayList<OverheadPage.Row>();
        for (Configuration configuration : configurations.keySet()) {
            rows.add(OverheadPage.Row.of(module, configuration, times.get(rows.size())));
            System.out.println(rows.get(rows.size() - 1));
        }
        return rows;
    }

    private static RecordedProfile profile(String module) throws IOException, InterruptedException {
        byte[] input = RealModules.read(module);
        var profiler = new Profiler(ProjectFiles.target());
        Path directory = Files.createTempDirectory("mewe-overhead");
        try {
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
        } finally {
            FileUtils.deleteDirectory(directory.toFile());
        }
    }
}
