package io.github.mewe.engine;

import io.github.mewe.binaryen.MalformedSourceMapException;
import io.github.mewe.wasm.BinaryLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** Finds the source map that a module refers to: embedded in the module, or in a file beside it. */
final class SourceMapFinder {
    private static final String DATA = "data:";
    private static final String BASE64 = ";base64,";

    /**
     * The result of a search.
     *
     * @param map the map
     * @param problem the reason why the map cannot be used
     */
    record Found(Optional<SourceMap> map, Optional<String> problem) {
        /** The module refers to no source map. */
        static final Found NONE = new Found(Optional.empty(), Optional.empty());

        private static Found problem(String problem) {
            return new Found(Optional.empty(), Optional.of(problem));
        }
    }

    /**
     * Finds a module's source map.
     *
     * @param file the module's file
     * @param binary the contents of the file
     * @param layout the module's layout
     * @throws IOException if the file of the map exists but cannot be read
     */
    Found find(Path file, byte[] binary, BinaryLayout layout) throws IOException {
        Optional<String> url = layout.sourceMapUrl(binary);
        if (url.isEmpty()) {
            return Found.NONE;
        }
        String name = url.get().startsWith(DATA) ? "the embedded source map" : "the source map " + url.get();
        try {
            Optional<byte[]> bytes = url.get().startsWith(DATA) ? within(url.get()) : beside(file, url.get());
            return bytes.map(found -> new Found(Optional.of(SourceMap.of(found)), Optional.empty()))
                    .orElseGet(() -> Found.problem(name + " does not exist beside " + file));
        } catch (MalformedSourceMapException | IllegalArgumentException e) {
            return Found.problem(name + " cannot be rewritten: " + e.getMessage());
        }
    }

    private static Optional<byte[]> within(String url) {
        int data = url.indexOf(BASE64);
        if (data < 0) {
            throw new MalformedSourceMapException("it is not Base64");
        }
        return Optional.of(Base64.getDecoder().decode(url.substring(data + BASE64.length())));
    }

    /** Looks beside the module even if the URL names a server: builds write both files into one directory. */
    private static Optional<byte[]> beside(Path file, String url) throws IOException {
        try {
            Path map = file.resolveSibling(url.substring(url.lastIndexOf('/') + 1));
            return Files.isRegularFile(map) ? Optional.of(Files.readAllBytes(map)) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
