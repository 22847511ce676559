package io.github.mewe.measure;

import io.github.mewe.common.Sha256;
import java.nio.ByteBuffer;

/**
 * The keys of runs: each is drawn by a hash of what is measured and the number of the run, so that a measurement made
 * again has the same ones.
 *
 * @param measured what is measured, as text
 */
public record RunSeeds(String measured) {
    /**
     * A key.
     *
     * @param low its first half
     * @param high its second half
     */
    public record Key(long low, long high) {}

    /** The key of a run, by its number. */
    public Key of(int run) {
        var halves = ByteBuffer.wrap(Sha256.of(measured + '\n' + run));
        return new Key(halves.getLong(), halves.getLong());
    }
}
