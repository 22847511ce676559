package io.github.mewe.bench.verification;

import com.google.gson.Gson;
import com.sun.management.OperatingSystemMXBean;
import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.bench.Subprocess;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.verification.ConfiguredRuns;
import io.github.mewe.engine.verification.FileVerifier;
import io.github.mewe.engine.verification.VerificationProgress;
import io.github.mewe.engine.verification.VerificationRequest;
import io.github.mewe.engine.verification.Verifier;
import io.github.mewe.equivalence.isolation.SeededFaultCommand;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.ManifestFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Verifies multivariant binaries of real modules, each in a fresh JVM. */
@Command(
        name = "src/bench/verification/run.sh",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Verifies the multivariant binaries of real modules with default settings and without a solver,"
                + " and writes docs/results/verification.md.")
final class VerificationCommand implements Callable<Integer> {
    private static final String ALL_MODULES = "sqlite,libsodium,resvg,brotli,yoga,gofmt,teavm-gc,wasi-c";

    /** Optional libraries that a user adds on purpose. */
    private static final List<String> NOT_DEFAULT = List.of("z3-turnkey", "javet");

    @Option(
            names = "--modules",
            split = ",",
            defaultValue = ALL_MODULES,
            description = "Modules of src/test/corpus. Unless all are verified, the page goes to"
                    + " target/verification.md.")
    private List<String> modules;

    @Option(names = "--seconds", description = "The time limit of each verification.")
    private int seconds = VerificationRequest.SECONDS;

    @Option(names = "--seeds", split = ",", defaultValue = "31,32", description = "What seeded faults are drawn by.")
    private List<Long> seeds;

    @Option(
            names = "--of-each-kind",
            defaultValue = "2",
            description =
                    "Seeded faults of each kind, per seed and module; 0 seeds none. Results in target/verification"
                            + " are used again.")
    private int ofEachKind;

    @Option(names = "--verify", hidden = true, description = "Verifies one binary in this JVM.")
    private String verified;

    private final Path directory = ProjectFiles.target().resolve("verification");
    private final Gson gson = new Gson();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new VerificationCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (verified != null) {
            System.out.println(gson.toJson(verify()));
            return 0;
        }
        RealModules.fetch(modules);
        var rows = new ArrayList<VerifiedModule>();
        for (String module : modules) {
            diversify(module);
            String row = Subprocess.java(
                    VerificationPage.HEAP,
                    NOT_DEFAULT,
                    VerificationCommand.class,
                    List.of("--verify", module, "--seconds", Integer.toString(seconds)));
            rows.add(gson.fromJson(row.substring(row.lastIndexOf("{\"module\"")), VerifiedModule.class));
            System.out.println(rows.get(rows.size() - 1));
        }
        var faults = new ArrayList<ModuleFaults>();
        for (String module : ofEachKind > 0 ? modules : List.<String>of()) {
            faults.add(faults(module));
        }
        boolean isComplete = modules.equals(List.of(ALL_MODULES.split(",")));
        new VerificationPage(rows, faults, seconds).page().write(ProjectFiles.page("verification", isComplete));
        return 0;
    }

    private ModuleFaults faults(String module) throws IOException, InterruptedException {
        String drawn = seeds.stream().map(String::valueOf).collect(Collectors.joining(","));
        Path file = directory.resolve(module + "-faults-" + drawn + "-" + ofEachKind + ".json");
        if (!Files.exists(file)) {
            Subprocess.java(
                    "4g",
                    SeededFaultCommand.class,
                    List.of(
                            "--module",
                            module,
                            "--seeds",
                            drawn,
                            "--of-each-kind",
                            Integer.toString(ofEachKind),
                            "--out",
                            file.toString()));
        }
        ModuleFaults faults = gson.fromJson(Files.readString(file), ModuleFaults.class);
        System.out.println(module + ": " + faults.fates());
        return faults;
    }

    private void diversify(String module) throws IOException {
        DiversificationResult made = new Diversifier(Runtime.getRuntime().availableProcessors(), ProjectFiles.target())
                .diversify(
                        module,
                        RealModules.read(module),
                        module + ".wasm",
                        Requests.defaults(RandomnessSource.AUTO),
                        Progress.SILENT);
        Files.createDirectories(directory);
        Files.write(directory.resolve(module + ".wasm"), made.binary());
        Files.writeString(manifest(module), new ManifestFile().format(made.manifest()));
    }

    private Path manifest(String module) {
        return directory.resolve(module + ".json");
    }

    private VerifiedModule verify() throws IOException {
        var request = new VerificationRequest(
                VerificationRequest.INPUTS,
                VerificationRequest.SEEDS,
                VerificationRequest.EXPORT_INPUTS,
                Duration.ofSeconds(seconds),
                Optional.empty(),
                ConfiguredRuns.of(new RunPlan(Optional.empty(), List.of())));
        var peak = new PeakHeap();
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long processor = system.getProcessCpuTime();
        long start = System.nanoTime();
        var verifier = new Verifier(Runtime.getRuntime().availableProcessors(), ProjectFiles.target());
        FileVerifier.Outcome outcome = new FileVerifier(verifier)
                .verify(manifest(verified), List.of(RealModules.file(verified)), request, VerificationProgress.SILENT)
                .get(0);
        double[] times = {(System.nanoTime() - start) / 1e9, (system.getProcessCpuTime() - processor) / 1e9};
        return VerifiedModule.of(verified, outcome.verification(), times, peak.mebibytes());
    }
}
