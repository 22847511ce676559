package io.github.mewe.engine;

import io.github.mewe.binaryen.MalformedSourceMapException;
import io.github.mewe.wasm.BinaryLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** Finds the source map that a module names: within it, or in a file beside it. */
final class SourceMapFinder {
    private static final String DATA = "data:";
    private static final String BASE64 = ";base64,";

    /**
     * What was found.
     *
     * @param map the map
     * @param problem why there is none, where the module names one
     */
    record Found(Optional<SourceMap> map, Optional<String> problem) {
        private static Found problem(String problem) {
            return new Found(Optional.empty(), Optional.of(problem));
        }
    }

    /**
     * Finds a module's map.
     *
     * @param file the module's file
     * @param binary its contents
     * @param layout their layout
     * @throws IOException if the map is there and cannot be read
     */
    Found find(Path file, byte[] binary, BinaryLayout layout) throws IOException {
        Optional<String> url = layout.sourceMapUrl(binary);
        if (url.isEmpty()) {
            return new Found(Optional.empty(), Optional.empty());
        }
        String name = url.get().startsWith(DATA) ? "it has within it" : "it names, " + url.get() + ",";
        try {
            Optional<byte[]> bytes = url.get().startsWith(DATA) ? within(url.get()) : beside(file, url.get());
            return bytes.map(found -> new Found(Optional.of(SourceMap.of(found)), Optional.empty()))
                    .orElseGet(() -> Found.problem("the source map that " + name + " is not beside " + file));
        } catch (MalformedSourceMapException | IllegalArgumentException e) {
            return Found.problem("the source map that " + name + " cannot be rewritten: " + e.getMessage());
        }
    }

    private static Optional<byte[]> within(String url) {
        int data = url.indexOf(BASE64);
        if (data < 0) {
            throw new MalformedSourceMapException("it is not in base 64");
        }
        return Optional.of(Base64.getDecoder().decode(url.substring(data + BASE64.length())));
    }

    /** A map on a server is likely to have been made beside the module too. */
    private static Optional<byte[]> beside(Path file, String url) throws IOException {
        try {
            Path map = file.resolveSibling(url.substring(url.lastIndexOf('/') + 1));
            return Files.isRegularFile(map) ? Optional.of(Files.readAllBytes(map)) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
