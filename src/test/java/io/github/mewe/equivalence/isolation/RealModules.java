package io.github.mewe.equivalence.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Modules that real projects publish, fetched by {@code src/test/corpus/fetch.mjs} where they are not there yet. */
final class RealModules {
    private static final Path BASE = Path.of(System.getProperty("project.basedir", "."));
    private static final Path CORPUS = Path.of(System.getProperty(
            "mewe.corpus", BASE.resolve("target/real-modules").toString()));

    private RealModules() {}

    /**
     * Binaries by the names of their modules.
     *
     * @param modules the names
     * @throws IOException if one cannot be read
     * @throws InterruptedException if fetching them is interrupted
     */
    static Map<String, byte[]> fetched(List<String> modules) throws IOException, InterruptedException {
        if (!modules.stream().allMatch(module -> Files.exists(file(module)))) {
            List<String> command = new ArrayList<>(
                    List.of("node", BASE.resolve("src/test/corpus/fetch.mjs").toString(), CORPUS.toString()));
            command.addAll(modules);
            assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
        }
        Map<String, byte[]> binaries = new LinkedHashMap<>();
        for (String module : modules) {
            binaries.put(module, Files.readAllBytes(file(module)));
        }
        return binaries;
    }

    private static Path file(String module) {
        return CORPUS.resolve(module).resolve("module.wasm");
    }
}
