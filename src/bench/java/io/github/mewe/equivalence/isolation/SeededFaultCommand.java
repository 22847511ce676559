package io.github.mewe.equivalence.isolation;

import com.google.gson.Gson;
import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.bench.verification.ModuleFaults;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.verification.ConfiguredRuns;
import io.github.mewe.engine.verification.VerificationProgress;
import io.github.mewe.engine.verification.VerificationRequest;
import io.github.mewe.engine.verification.Verifier;
import io.github.mewe.equivalence.isolation.FaultReport.Fate;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Seeds faults into the multivariant binary of one module and writes the fate of each. */
@Command(name = "SeededFaultCommand", description = "Seeds faults into one module.")
public final class SeededFaultCommand implements Callable<Integer> {
    @Option(names = "--module", required = true, description = "A module of src/test/corpus.")
    private String module;

    @Option(names = "--seeds", split = ",", required = true, description = "What the faults are drawn by.")
    private List<Long> seeds;

    @Option(names = "--of-each-kind", required = true, description = "Faults of each kind per seed.")
    private int ofEachKind;

    @Option(names = "--out", required = true, description = "The file to write.")
    private Path out;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SeededFaultCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        byte[] input = RealModules.read(module);
        DiversificationResult made = new Diversifier(Runtime.getRuntime().availableProcessors(), ProjectFiles.target())
                .diversify(module, input, module + ".wasm", Requests.defaults(RandomnessSource.AUTO), Progress.SILENT);
        var report = new FaultReport(SeededFaultCommand::statuses);
        report.add(module, input, made, ofEachKind, seeds);
        var fates = new LinkedHashMap<String, Integer>();
        for (Fate fate : Fate.values()) {
            fates.put(fate.text(), report.count(fate));
        }
        var faults = new ModuleFaults(
                module,
                seeds,
                fates,
                report.entries().stream()
                        .map(entry -> entry.seeded().fault().text())
                        .distinct()
                        .toList(),
                report.missed());
        Files.writeString(out, new Gson().toJson(faults));
        return 0;
    }

    private static Map<Integer, String> statuses(byte[] input, byte[] binary, Manifest manifest) {
        var statuses = new HashMap<Integer, String>();
        new Verifier(Runtime.getRuntime().availableProcessors(), ProjectFiles.target())
                .verify(
                        input,
                        binary,
                        manifest,
                        new VerificationRequest(
                                VerificationRequest.INPUTS,
                                VerificationRequest.SEEDS,
                                0,
                                Duration.ofMinutes(5),
                                Optional.empty(),
                                ConfiguredRuns.of(new RunPlan(Optional.empty(), List.of()))),
                        VerificationProgress.SILENT)
                .verification()
                .functions()
                .forEach(function ->
                        function.variants().forEach(variant -> statuses.put(variant.index(), status(variant))));
        return statuses;
    }

    /** The status without a solver. */
    private static String status(Verification.Variant variant) {
        return Verification.Variant.SOLVER.equals(variant.by()) ? IsolatedVariant.EXECUTED : variant.status();
    }
}
