package io.github.mewe.measure;

import io.github.mewe.common.Sha256;
import java.nio.ByteBuffer;

/**
 * Derives the seeds of runs from a hash of the measured subject and the run's number, so that repeated measurements use
 * the same seeds.
 *
 * @param subject a text that identifies the measured binary and calls
 */
public record RunSeeds(String subject) {
    /** The two halves of a seed. */
    public record Seed(long low, long high) {}

    /** Returns the seed of a run by its number. */
    public Seed of(int run) {
        var halves = ByteBuffer.wrap(Sha256.of(subject + '\n' + run));
        return new Seed(halves.getLong(), halves.getLong());
    }
}
