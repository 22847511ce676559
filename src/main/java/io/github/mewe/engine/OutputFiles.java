package io.github.mewe.engine;

import io.github.mewe.common.FileStem;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of one output.
 *
 * @param binary the multivariant binary
 * @param manifest the manifest, in the same directory
 * @param loaderDirectory the directory of the {@linkplain LoaderModule loader}; empty for no loader
 */
public record OutputFiles(Path binary, Path manifest, Optional<Path> loaderDirectory) {

    /** The file of the source map, if there is one: the binary's name with {@code .map} appended. */
    public Path sourceMap() {
        return binary.resolveSibling(binary.getFileName() + ".map");
    }

    /**
     * The files {@code <name>-<classifier>.wasm} and {@code <name>-<classifier>.json}, without a loader.
     *
     * @param directory their directory
     * @param inputName the input's file name, with or without {@code .wasm}
     * @param classifier the classifier
     */
    public static OutputFiles in(Path directory, String inputName, String classifier) {
        String stem = FileStem.of(inputName);
        return new OutputFiles(
                directory.resolve(stem + "-" + classifier + ".wasm"),
                directory.resolve(stem + "-" + classifier + ".json"),
                Optional.empty());
    }

    /** These files, and the loader beside the binary. */
    public OutputFiles withLoader() {
        return new OutputFiles(
                binary, manifest, Optional.of(binary.toAbsolutePath().getParent()));
    }
}
