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
 * The properties of an output that a platform may limit.
 *
 * @param features the features that an engine must support
 * @param memoryBytes the initial size of its memories
 * @param randomness its randomness source, other than {@code auto}; empty if no function has variants
 * @param obstacleToWasi the requirement of the source {@code wasi} that the module does not meet
 * @param bytes the size
 * @param gzippedBytes the size after gzip
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

    static OutputProperties of(LinkedBinary binary, long memoryBytes) {
        OutputModule output = binary.output();
        ResolvedOptions options = binary.options();
        return new OutputProperties(
                output.features(),
                memoryBytes,
                binary.isUnchanged() ? Optional.empty() : Optional.of(options.randomness()),
                options.obstacleToWasi(),
                output.bytes().length,
                gzippedSize(output.bytes()));
    }

    /** The same for a core module of a component, whose source of randomness does not depend on the platform. */
    OutputProperties withoutRandomness() {
        return new OutputProperties(features, memoryBytes, Optional.empty(), obstacleToWasi, bytes, gzippedBytes);
    }

    private static long gzippedSize(byte[] bytes) {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return compressed.size();
    }
}
