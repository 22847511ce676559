package io.github.mewe.bench.generation;

import com.google.gson.Gson;
import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Measures one generation in its own JVM, with the options of the JVM that the goal starts. */
final class GenerationProcess {
    private GenerationProcess() {}

    /** The arguments for a file, a budget and a variant cache. */
    static List<String> arguments(Path file, VariantBudget budget, Path cache) {
        return List.of(
                file.toString(),
                String.valueOf(budget.variants()),
                String.valueOf(budget.maxGrowth()),
                String.valueOf(budget.adapts()),
                String.valueOf(budget.coverage()),
                cache.toString());
    }

    public static void main(String[] arguments) throws IOException {
        GenerationCost.Start start = GenerationCost.start();
        byte[] input = Files.readAllBytes(Path.of(arguments[0]));
        var budget = new VariantBudget(
                Integer.parseInt(arguments[1]),
                Double.parseDouble(arguments[2]),
                Requests.DEFAULT_BUDGET.maxVariantCost(),
                Optional.empty(),
                Boolean.parseBoolean(arguments[3]),
                Double.parseDouble(arguments[4]));
        DiversificationRequest request =
                Requests.withBudget(budget, RandomnessSource.AUTO).withVariantCache(Path.of(arguments[5]));
        DiversificationResult made = new Diversifier(Runtime.getRuntime().availableProcessors(), ProjectFiles.target())
                .diversify("module.wasm", input, "module-" + budget.variants() + ".wasm", request, Progress.SILENT);
        System.out.println(new Gson().toJson(GenerationResult.of(input, made, start.end())));
    }
}
