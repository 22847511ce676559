package io.github.mewe.engine;

import java.nio.file.Path;

/**
 * Where the output for an input goes.
 *
 * @param binary the multivariant binary
 * @param manifest the manifest beside it
 */
public record OutputFiles(Path binary, Path manifest) {

    /** Where the binary's source map goes, if there is one: beside it, with {@code .map} behind its name. */
    public Path sourceMap() {
        return binary.resolveSibling(binary.getFileName() + ".map");
    }

    /**
     * The files {@code <name>-<classifier>.wasm} and {@code <name>-<classifier>.json}.
     *
     * @param directory where they go
     * @param inputName the input's file name, {@code .wasm} at its end or not
     * @param classifier the classifier
     */
    public static OutputFiles in(Path directory, String inputName, String classifier) {
        String stem = inputName.endsWith(".wasm") ? inputName.substring(0, inputName.length() - 5) : inputName;
        return new OutputFiles(
                directory.resolve(stem + "-" + classifier + ".wasm"),
                directory.resolve(stem + "-" + classifier + ".json"));
    }
}
