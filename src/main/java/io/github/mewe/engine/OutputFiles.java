package io.github.mewe.engine;

import io.github.mewe.common.FileStem;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the output for an input goes.
 *
 * @param binary the multivariant binary
 * @param manifest the manifest beside it
 * @param loaderDirectory where the {@linkplain LoaderModule ES module} goes that instantiates and seeds the binary;
 *     empty for none
 */
public record OutputFiles(Path binary, Path manifest, Optional<Path> loaderDirectory) {

    /** Where the binary's source map goes, if there is one: beside it, with {@code .map} behind its name. */
    public Path sourceMap() {
        return binary.resolveSibling(binary.getFileName() + ".map");
    }

    /**
     * The files {@code <name>-<classifier>.wasm} and {@code <name>-<classifier>.json}, without a loader.
     *
     * @param directory where they go
     * @param inputName the input's file name, {@code .wasm} at its end or not
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
