package io.github.mewe.bench.hardening;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.RunningTimes;
import io.github.mewe.bench.RunningTimes.Binaries;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.harden.HeapFunction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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

    @Option(
            names = "--binaries",
            defaultValue = "2",
            description = "The number of binaries with each list of measures, with different seeds.")
    private int binaries;

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
        new HardeningCostPage(binaries, rounds, rows).page().write(ProjectFiles.page("hardening-cost", isComplete));
        return 0;
    }

    private List<HardeningCostPage.Row> measure(String module) throws IOException, InterruptedException {
        Map<HeapFunction, String> allocator = RealModules.allocator(module);
        var configurations = new ArrayList<Binaries>();
        for (Measures measures : Measures.values()) {
            configurations.add(new Binaries(defaults -> defaults.with(measures.options(allocator)), binaries));
        }
        List<RunningTimes> times = RunningTimes.of(module, rounds, configurations);
        var rows = new ArrayList<HardeningCostPage.Row>();
        for (Measures measures : Measures.values()) {
            rows.add(new HardeningCostPage.Row(module, measures, times.get(rows.size()), times.get(0)));
            System.out.println(rows.get(rows.size() - 1).summary());
        }
        return rows;
    }
}
