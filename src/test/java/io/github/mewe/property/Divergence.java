package io.github.mewe.property;

import io.github.mewe.fixture.WatModule;
import io.github.mewe.variant.Step;
import io.github.mewe.variant.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * A variant that does not do what its function does.
 *
 * @param moduleSeed what the module derives from
 * @param strategies the strategies that made the variant
 * @param function the function
 * @param original the name of the original's body
 * @param name the name of the variant's body
 * @param variant the variant
 * @param input what both were called with
 * @param expected what the original did
 * @param actual what the variant did
 * @param binary the module that has both
 */
record Divergence(
        long moduleSeed,
        String strategies,
        RandomFunction function,
        String original,
        String name,
        Variant variant,
        Input input,
        String expected,
        String actual,
        byte[] binary) {

    /** What the reader needs to know. */
    String text() {
        String steps = variant.chain().stream().map(Divergence::text).collect(Collectors.joining("\n    "));
        return """
                %s %s -> %s, of the module with the seed %d, by %s
                  steps:
                    %s
                  input: %s
                  the original: %s
                  the variant:  %s
                """.formatted(
                        function.name(),
                        function.params(),
                        function.results(),
                        moduleSeed,
                        strategies,
                        steps,
                        input,
                        expected,
                        actual);
    }

    private static String text(Step step) {
        return step.strategy() + ": " + step.rule() + " at " + step.sites();
    }

    /**
     * Writes the text, both functions and their module.
     *
     * @param directory where to
     */
    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("module.wasm"), binary);
        String wat = WatModule.text(binary);
        Files.writeString(directory.resolve("module.wat"), wat);
        Files.writeString(directory.resolve("original.wat"), WatModule.function(wat, original));
        Files.writeString(directory.resolve("variant.wat"), WatModule.function(wat, name));
        Files.writeString(directory.resolve("divergence.txt"), text());
    }
}
