package io.github.mewe.engine;

import io.github.mewe.binaryen.Feature;
import io.github.mewe.link.RandomnessSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * What a platform may mind about an output.
 *
 * @param features what it needs of an engine
 * @param memoryBytes what its memories have at least, in bytes
 * @param randomness its randomness source, {@code auto} resolved; empty if there is nothing to choose
 * @param obstacleToWasi what the randomness source {@code wasi} needs that the module does not have
 * @param bytes its size
 * @param gzippedBytes its size after compression by gzip
 */
record OutputProperties(
        Set<Feature> features,
        long memoryBytes,
        Optional<RandomnessSource> randomness,
        Optional<String> obstacleToWasi,
        long bytes,
        long gzippedBytes) {

    /** Copies the set. */
    OutputProperties {
        features = Set.copyOf(features);
    }

    /** The size of an output after compression by gzip, in bytes. */
    static long gzippedSize(byte[] bytes) {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return compressed.size();
    }
}
