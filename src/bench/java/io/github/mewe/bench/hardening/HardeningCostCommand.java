package io.github.mewe.bench.hardening;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.bench.WorkloadTimes;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.link.RandomnessSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.io.FileUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the cost of hardening. */
@Command(
        name = "src/bench/hardening-cost/run.sh",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures what hardening costs, and writes docs/results/hardening-cost.md.")
final class HardeningCostCommand implements Callable<Integer> {
    private static final String ALL_MODULES = "sqlite,libsodium,resvg,gofmt,brotli,qr";
    private static final int SECONDS = 1;

    @Option(
            names = "--modules",
            split = ",",
            defaultValue = ALL_MODULES,
            description = "Modules with a workload in src/bench/overhead/workloads. Unless all are measured, the page"
                    + " goes to target/hardening-cost.md.")
    private List<String> modules;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "How often each binary is measured in turn with the original.")
    private int rounds;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new HardeningCostCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RealModules.fetch(modules);
        var rows = new ArrayList<HardeningCostPage.Row>();
        for (String module : modules) {
            rows.addAll(measure(module));
        }
        boolean isComplete = modules.equals(List.of(ALL_MODULES.split(",")));
        new HardeningCostPage(rounds, rows).page().write(ProjectFiles.page("hardening-cost", isComplete));
        return 0;
    }

    private List<HardeningCostPage.Row> measure(String module) throws IOException, InterruptedException {
        byte[] input = RealModules.read(module);
        Path directory = Files.createTempDirectory("mewe-hardening");
        try {
            var candidates = new ArrayList<Path>();
            var results = new ArrayList<DiversificationResult>();
            for (Measures measures : Measures.values()) {
                // One seed, so that the variants are the same.
                DiversificationResult result = new Diversifier(
                                Runtime.getRuntime().availableProcessors(), ProjectFiles.target())
                        .diversify(
                                "module.wasm",
                                input,
                                "diversified.wasm",
                                Requests.seeded("hardening", RandomnessSource.EXPORT)
                                        .with(measures.options(RealModules.allocator(module))),
                                Progress.SILENT);
                results.add(result);
                candidates.add(Files.write(directory.resolve(candidates.size() + ".wasm"), result.binary()));
            }
            List<Double> ratios = new WorkloadTimes(rounds, SECONDS).ratios("node", module, true, candidates);
            var rows = new ArrayList<HardeningCostPage.Row>();
            for (Measures measures : Measures.values()) {
                int i = rows.size();
                rows.add(new HardeningCostPage.Row(
                        module,
                        measures,
                        ratios.get(i),
                        ratios.get(i) / ratios.get(0),
                        results.get(i).manifest()));
                System.out.println(rows.get(i).summary());
            }
            return rows;
        } finally {
            FileUtils.deleteDirectory(directory.toFile());
        }
    }
}
