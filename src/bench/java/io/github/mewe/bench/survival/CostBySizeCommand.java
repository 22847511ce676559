package io.github.mewe.bench.survival;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Subprocess;
import io.github.mewe.fixture.RealModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the time and memory of generation, each module in a fresh JVM. */
@Command(
        name = "src/bench/cost-by-size/run.sh",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures generation time and peak memory by module size, and writes"
                + " docs/results/cost-by-size.md.")
final class CostBySizeCommand implements Callable<Integer> {
    private static final String ALL_MODULES = "sqlite,resvg,esbuild";

    @Option(
            names = "--modules",
            split = ",",
            defaultValue = ALL_MODULES,
            description = "Modules of src/test/corpus. Unless all are measured, the page goes to"
                    + " target/cost-by-size.md.")
    private List<String> modules;

    @Option(names = "--generate", hidden = true, description = "Measures one file in this JVM.")
    private Path generated;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CostBySizeCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (generated != null) {
            generate();
            return 0;
        }
        RealModules.fetch(modules);
        var rows = new ArrayList<CostBySizePage.Row>();
        for (String module : modules) {
            Path file = RealModules.file(module);
            String[] output = Subprocess.java(
                            CostBySizePage.HEAP, CostBySizeCommand.class, List.of("--generate", file.toString()))
                    .strip()
                    .split(" ");
            rows.add(new CostBySizePage.Row(
                    module, Files.size(file), Double.parseDouble(output[0]), Long.parseLong(output[1])));
            System.out.println(rows.get(rows.size() - 1));
        }
        boolean isComplete = modules.equals(List.of(ALL_MODULES.split(",")));
        new CostBySizePage(rows).page().write(ProjectFiles.page("cost-by-size", isComplete));
        return 0;
    }

    /** Prints the seconds of a generation, and this JVM's peak memory in mebibytes. */
    private void generate() throws IOException {
        byte[] input = Files.readAllBytes(generated);
        long start = System.nanoTime();
        LargeBudget.diversify(input, LargeBudget.ALL_STRATEGIES);
        double seconds = (System.nanoTime() - start) / 1e9;
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElseThrow();
        System.out.printf(Locale.ROOT, "%.1f %d%n", seconds, Long.parseLong(peak) / 1024);
    }
}
