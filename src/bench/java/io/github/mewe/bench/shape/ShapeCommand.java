package io.github.mewe.bench.shape;

import com.sun.management.OperatingSystemMXBean;
import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.bench.Subprocess;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.link.RandomnessSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the time and memory of diversifying modules of extreme shapes, each in a fresh JVM. */
@Command(
        name = "src/bench/cost-by-shape/run.sh",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures the time and peak memory of diversifying modules of extreme shapes at three sizes, and"
                + " writes docs/results/cost-by-shape.md.")
final class ShapeCommand implements Callable<Integer> {
    @Option(
            names = "--shapes",
            split = ",",
            description = "Shapes: ${COMPLETION-CANDIDATES}. Unless all are measured, the page goes to"
                    + " target/cost-by-shape.md.")
    private List<ModuleShape> shapes = List.of(ModuleShape.values());

    @Option(names = "--repeat", defaultValue = "1", description = "The runs of each module; the fastest counts.")
    private int repeat;

    @Option(names = "--run", hidden = true, description = "Measures one size of one shape in this JVM.")
    private Integer size;

    @Option(names = "--write", hidden = true, description = "Also writes the input and the output to this directory.")
    private Path directory;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ShapeCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (size != null) {
            diversify(shapes.get(0));
            return 0;
        }
        var rows = new ArrayList<ShapePage.Row>();
        for (ModuleShape shape : shapes) {
            var runs = new ArrayList<ShapePage.Run>();
            for (int each : shape.sizes()) {
                runs.add(fastest(shape, each));
                System.out.println(shape + " " + runs.get(runs.size() - 1));
            }
            rows.add(new ShapePage.Row(shape.unit(), runs));
        }
        boolean isComplete = shapes.equals(List.of(ModuleShape.values()));
        new ShapePage(rows).page().write(ProjectFiles.page("cost-by-shape", isComplete));
        return 0;
    }

    private ShapePage.Run fastest(ModuleShape shape, int each) throws IOException, InterruptedException {
        ShapePage.Run fastest = null;
        for (int i = 0; i < repeat; i++) {
            String output = Subprocess.java(
                    ShapePage.HEAP,
                    ShapeCommand.class,
                    List.of("--shapes", shape.name(), "--run", Integer.toString(each)));
            ShapePage.Run run = ShapePage.Run.parse(output.strip());
            if (fastest == null || run.processorSeconds() < fastest.processorSeconds()) {
                fastest = run;
            }
        }
        return fastest;
    }

    /** Prints a {@link ShapePage.Run}. */
    private void diversify(ModuleShape shape) throws IOException {
        byte[] input = shape.module(size);
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var diversifier = new Diversifier(Runtime.getRuntime().availableProcessors(), ProjectFiles.target());
        long start = System.nanoTime();
        long processorStart = system.getProcessCpuTime();
        DiversificationResult result = diversifier.diversify(
                "module.wasm",
                input,
                "diversified.wasm",
                Requests.seeded("shape", RandomnessSource.AUTO),
                Progress.SILENT);
        double seconds = (System.nanoTime() - start) / 1e9;
        double processorSeconds = (system.getProcessCpuTime() - processorStart) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%d %d %.2f %.2f %d %d %d%n",
                size,
                input.length,
                seconds,
                processorSeconds,
                peakMebibytes(),
                result.manifest().totals().variants(),
                Arrays.hashCode(result.binary()));
        if (directory != null) {
            Files.createDirectories(directory);
            Files.write(directory.resolve(shape + "-" + size + ".wasm"), input);
            Files.write(directory.resolve(shape + "-" + size + ".diversified.wasm"), result.binary());
            result.faults().forEach(System.err::println);
            result.manifest().functions().stream().limit(3).forEach(System.err::println);
        }
    }

    private static long peakMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
