package io.github.mewe.property;

import io.github.mewe.fixture.WatModule;
import io.github.mewe.variant.Step;
import io.github.mewe.variant.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * A variant that behaves differently from its function.
 *
 * @param moduleSeed the seed of the module
 * @param strategies the strategies that made the variant
 * @param function the function
 * @param original the name of the original's body
 * @param name the name of the variant's body
 * @param variant the variant
 * @param input the arguments of both calls
 * @param expected the behaviour of the original
 * @param actual the behaviour of the variant
 * @param binary the module with both bodies
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

    /** A description for the reader of a failed test. */
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
     * @param directory the directory for the files
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
