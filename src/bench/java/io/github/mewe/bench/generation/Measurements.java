package io.github.mewe.bench.generation;

import com.google.gson.Gson;
import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.bench.Subprocess;
import io.github.mewe.engine.fork.ForkedDiversifier;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;

/** The measurements of one module, each in a fresh process. */
final class Measurements {
    private static final String HEAP = "-Xmx" + GenerationPage.HEAP;

    private final Path file;
    private final Path archive;
    private final Path directory = ProjectFiles.target().resolve("generation");
    private final Path cache = directory.resolve("cache");

    /**
     * Prepares measurements.
     *
     * @param archive where to keep the archive of loaded classes
     */
    Measurements(Path file, Path archive) throws IOException {
        this.file = file;
        this.archive = archive;
        Files.createDirectories(directory);
    }

    /** Makes the archive of loaded classes, as the goal does in its first build. */
    void archiveClasses() throws IOException, InterruptedException {
        Files.deleteIfExists(archive);
        with(Requests.DEFAULT_BUDGET);
        if (!Files.exists(archive)) {
            throw new IllegalStateException(
                    "the JVM has not written " + archive + ", which needs a class path of jars");
        }
    }

    /** A generation, and another one after a change of one function. */
    GenerationPage.Builds builds() throws IOException, InterruptedException {
        GenerationResult first = with(Requests.DEFAULT_BUDGET);
        Path edited = directory.resolve("edited.wasm");
        Files.write(edited, EditedModule.of(Files.readAllBytes(file)));
        return new GenerationPage.Builds(
                first, generated(edited, Requests.DEFAULT_BUDGET).cost());
    }

    /** A generation with an empty variant cache. */
    GenerationResult with(VariantBudget budget) throws IOException, InterruptedException {
        FileUtils.deleteDirectory(cache.toFile());
        return generated(file, budget);
    }

    /** A generation by an earlier revision. */
    GenerationPage.Earlier earlier(String revision) throws IOException, InterruptedException {
        String[] figures = Subprocess.output(List.of(
                        "bash",
                        ProjectFiles.script("generation/earlier.sh").toString(),
                        revision,
                        file.toString(),
                        HEAP))
                .strip()
                .split(" ");
        var cost = new GenerationCost(
                Double.parseDouble(figures[0]), Double.parseDouble(figures[1]), Long.parseLong(figures[2]));
        return new GenerationPage.Earlier(cost, Integer.parseInt(figures[3]), Double.parseDouble(figures[4]));
    }

    GenerationCost optimised() throws IOException, InterruptedException {
        Path tool = ProjectFiles.target().resolve("clients/node_modules/binaryen/bin/wasm-opt");
        Path output = directory.resolve("optimised.wasm");
        long start = System.nanoTime();
        var process = new ProcessBuilder(
                        "node",
                        "--stack-size=8000",
                        "--require",
                        ProjectFiles.script("generation/usage.cjs").toString(),
                        tool.toString(),
                        "--all-features",
                        "-O2",
                        file.toString(),
                        "-o",
                        output.toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0 || !text.contains("usage ")) {
            throw new IllegalStateException("wasm-opt failed on " + file + ": " + text);
        }
        String[] usage = text.substring(text.lastIndexOf("usage ")).strip().split(" ");
        return new GenerationCost(
                (System.nanoTime() - start) / 1e9, Double.parseDouble(usage[1]), Long.parseLong(usage[2]));
    }

    private GenerationResult generated(Path input, VariantBudget budget) throws IOException, InterruptedException {
        var options = new ArrayList<>(ForkedDiversifier.jvmOptions(Files.size(input)));
        options.add(HEAP);
        options.add((Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + archive);
        options.add("-Xlog:disable");
        String output =
                Subprocess.java(options, GenerationProcess.class, GenerationProcess.arguments(input, budget, cache));
        return new Gson().fromJson(output, GenerationResult.class);
    }
}
