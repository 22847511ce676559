package io.github.mewe.engine;

import io.github.mewe.common.AtomicFile;
import io.github.mewe.common.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The ES modules for multivariant binaries in JavaScript hosts, with their type declarations: one that instantiates and
 * seeds when it is called, one that seeds whatever is instantiated after its import, and one for n-variant execution.
 */
public final class LoaderModule {
    /** The name of the file of the ES module that is called. */
    public static final String FILE_NAME = "mewe-loader.mjs";

    /** The name of the file of the ES module that seeds everything. */
    public static final String AUTO_FILE_NAME = "mewe-auto.mjs";

    private static final List<String> FILES = List.of(
            FILE_NAME, "mewe-loader.d.mts", AUTO_FILE_NAME, "mewe-auto.d.mts", "mewe-twins.mjs", "mewe-twins.d.mts");

    private LoaderModule() {}

    /**
     * Writes the files for each output that has a loader, unless they are up to date.
     *
     * @throws IOException if a file cannot be read or written
     */
    public static void writeFor(List<OutputFiles> outputs) throws IOException {
        for (OutputFiles output : outputs) {
            if (output.loaderDirectory().isPresent()) {
                writeInto(output.loaderDirectory().get());
            }
        }
    }

    /**
     * Writes the files unless they are up to date.
     *
     * @param directory their directory; created if it does not exist
     * @throws IOException if a file cannot be read or written
     */
    static void writeInto(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (String name : FILES) {
            byte[] content = Resources.bytes(LoaderModule.class, name);
            Path file = directory.resolve(name);
            if (!Files.isRegularFile(file) || !Arrays.equals(content, Files.readAllBytes(file))) {
                AtomicFile.write(file, content);
            }
        }
    }
}
