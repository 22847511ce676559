package io.github.mewe.measure;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

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
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((measured + '\n' + run).getBytes(StandardCharsets.UTF_8));
            var halves = ByteBuffer.wrap(hash);
            return new Key(halves.getLong(), halves.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
