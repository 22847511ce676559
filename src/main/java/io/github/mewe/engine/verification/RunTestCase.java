package io.github.mewe.engine.verification;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.github.mewe.execution.ObservationComparison;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that reproduce a run in which the binary differs from the original. */
final class RunTestCase {
    private final Manifest manifest;
    private final RunConfiguration configuration;
    private final ReproducedRun run;
    private final Optional<FaultyFunctionSearch.Culprit> culprit;
    private final FaultyRunSteps.Blamed blamed;
    private final Gson gson =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    RunTestCase(
            Manifest manifest,
            RunConfiguration configuration,
            ReproducedRun run,
            Optional<FaultyFunctionSearch.Culprit> culprit,
            FaultyRunSteps.Blamed blamed) {
        this.manifest = manifest;
        this.configuration = configuration;
        this.run = run;
        this.culprit = culprit;
        this.blamed = blamed;
    }

    /**
     * Adds the files and returns the divergence for the report.
     *
     * @param number the number of the divergence, from 1
     * @param files the contents of files by their names
     */
    Verification.Divergence write(ObservationComparison.Different seen, int number, Map<String, byte[]> files) {
        ObservationComparison.Different found =
                culprit.map(FaultyFunctionSearch.Culprit::found).orElse(seen);
        String stem = run.stem() + number;
        String function = culprit.map(c -> c.function().name()).orElse(null);
        String variant = culprit.map(c -> c.variant().name()).orElse(null);
        List<Manifest.Step> chain = culprit.map(c -> c.variant().chain()).orElse(List.of());
        var content = new LinkedHashMap<String, Object>();
        content.put("original", manifest.input());
        content.put("binary", manifest.output());
        run.driver().ifPresent(driver -> content.put("driver", driver.toString()));
        content.put("start", run.plan().start().map(RunTestCase::program).orElse(null));
        content.put("invocations", run.plan().invocations());
        content.put(
                "choices",
                culprit.map(c -> variant + " of " + function + ", original bodies elsewhere")
                        .orElse(configuration.text()));
        configuration.seed().ifPresent(seed -> content.put("seed", seed.toString()));
        content.put("function", function);
        content.put("variant", variant);
        content.put("chain", chain);
        content.put("culprit", blamed.steps());
        culprit.ifPresent(c -> {
            content.put("module", stem + ".wasm");
            files.put(stem + ".wasm", c.binary());
        });
        content.put("differs", found.what());
        content.put("inOriginal", found.original());
        content.put("inBinary", found.other());
        files.put(stem + ".json", (gson.toJson(content) + "\n").getBytes(StandardCharsets.UTF_8));
        return new Verification.Divergence(
                function,
                variant,
                chain,
                blamed.steps(),
                blamed.reason(),
                run.text() + ", " + content.get("choices"),
                found.what() + ": " + found.original(),
                found.what() + ": " + found.other(),
                stem + ".json");
    }

    private static Map<String, Object> program(io.github.mewe.execution.ProgramInput start) {
        var program = new LinkedHashMap<String, Object>();
        program.put("arguments", start.arguments());
        program.put("stdin", HexFormat.of().formatHex(start.stdin()));
        program.put("environment", start.environment());
        program.put("files", start.files().keySet());
        return program;
    }
}
