package io.github.mewe.engine;

import io.github.mewe.common.Sha256;
import io.github.mewe.link.LinkPlan.DrawKey;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The seed of all random choices of a build. The generation of variants depends only on the part before the first
 * slash, if there is one. A seed of two parts can thus change the output but keep the variants of unchanged functions.
 *
 * @param text the configured or derived seed; any text
 */
public record BuildSeed(String text) {

    private static final char SEPARATOR = '/';
    private static final int DERIVED_LENGTH = 32;

    /**
     * Derives a seed.
     *
     * @param generation a hash of what the generation of variants depends on
     * @param all a hash of everything that the output depends on
     */
    static BuildSeed derived(byte[] generation, byte[] all) {
        return new BuildSeed(digits(generation) + SEPARATOR + digits(all));
    }

    private static String digits(byte[] hash) {
        return HexFormat.of().formatHex(hash).substring(0, DERIVED_LENGTH);
    }

    private String generationText() {
        int end = text.indexOf(SEPARATOR);
        return end < 0 ? text : text.substring(0, end);
    }

    /** The seed of generation. */
    public long generation() {
        return number("generation:" + generationText());
    }

    /** The seed of the linker's choices. */
    public long linking() {
        return number("linking:" + text);
    }

    /** The seed of the places of stack frames. */
    public long frames() {
        return number("frames:" + text);
    }

    /** The word of canaries until the first draw. */
    public long canaryWord() {
        return number("canaries:" + text);
    }

    /** The seed that decides which binary of a population gets which variants. */
    public long distribution() {
        return number("dealing:" + text);
    }

    /**
     * The seed of one binary of a population.
     *
     * @param number the number of the binary, from 1
     */
    public BuildSeed member(int number) {
        return new BuildSeed(digits(Sha256.of("member " + number + ":" + text)));
    }

    /**
     * The seed of a core module of a component.
     *
     * @param path the path of the core module
     */
    public BuildSeed coreModule(String path) {
        String purpose = "core module " + path + ":";
        return derived(Sha256.of(purpose + generationText()), Sha256.of(purpose + text));
    }

    private static long number(String text) {
        return ByteBuffer.wrap(Sha256.of(text)).getLong();
    }

    /** The discriminator's key until a randomness source replaces it. */
    public DrawKey drawKey() {
        ByteBuffer bytes = ByteBuffer.wrap(Sha256.of("draws:" + text));
        return new DrawKey(bytes.getLong(), bytes.getLong());
    }
}
