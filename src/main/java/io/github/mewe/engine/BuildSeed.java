package io.github.mewe.engine;

import io.github.mewe.common.Sha256;
import io.github.mewe.link.LinkPlan.DrawKey;
import java.nio.ByteBuffer;

/**
 * What all of a build's random choices derive from.
 *
 * @param text any text
 */
public record BuildSeed(String text) {

    /** What generation starts from. */
    public long generation() {
        return derived("generation:");
    }

    /** What the choices derive from that are made while linking. */
    public long linking() {
        return derived("linking:");
    }

    /** What decides which binary of a population gets which variants. */
    public long dealing() {
        return derived("dealing:");
    }

    /**
     * The seed of one of several binaries that are made at once.
     *
     * @param number which one, from 1
     */
    public BuildSeed member(int number) {
        return new BuildSeed(Sha256.hex("member " + number + ":" + text).substring(0, 32));
    }

    private long derived(String purpose) {
        return ByteBuffer.wrap(Sha256.of(purpose + text)).getLong();
    }

    /** The discriminator's key until a randomness source gives another. */
    public DrawKey drawKey() {
        ByteBuffer bytes = ByteBuffer.wrap(Sha256.of("draws:" + text));
        return new DrawKey(bytes.getLong(), bytes.getLong());
    }
}
