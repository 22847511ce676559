package io.github.mewe.engine;

import io.github.mewe.common.Sha256;
import io.github.mewe.link.LinkPlan.DrawKey;
import java.nio.ByteBuffer;

/**
 * The seed of all random choices of a build.
 *
 * @param text the configured or derived seed; any text
 */
public record BuildSeed(String text) {

    /** The seed of generation. */
    public long generation() {
        return derived("generation:");
    }

    /** The seed of the linker's choices. */
    public long linking() {
        return derived("linking:");
    }

    /** The seed of the places of stack frames. */
    public long frames() {
        return derived("frames:");
    }

    /** The word of canaries until the first draw. */
    public long canaryWord() {
        return derived("canaries:");
    }

    /** The seed that decides which binary of a population gets which variants. */
    public long distribution() {
        return derived("dealing:");
    }

    /**
     * The seed of one binary of a population.
     *
     * @param number the number of the binary, from 1
     */
    public BuildSeed member(int number) {
        return new BuildSeed(Sha256.hex("member " + number + ":" + text).substring(0, 32));
    }

    /**
     * The seed of a core module of a component.
     *
     * @param path the path of the core module
     */
    public BuildSeed coreModule(String path) {
        return new BuildSeed(Sha256.hex("core module " + path + ":" + text).substring(0, 32));
    }

    private long derived(String purpose) {
        return ByteBuffer.wrap(Sha256.of(purpose + text)).getLong();
    }

    /** The discriminator's key until a randomness source replaces it. */
    public DrawKey drawKey() {
        ByteBuffer bytes = ByteBuffer.wrap(Sha256.of("draws:" + text));
        return new DrawKey(bytes.getLong(), bytes.getLong());
    }
}
