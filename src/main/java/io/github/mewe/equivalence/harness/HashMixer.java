package io.github.mewe.equivalence.harness;

/** Hashing of a sequence of numbers into one of 64 bits. */
public final class HashMixer {
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private HashMixer() {}

    /** A hash of what was hashed before and one number more. */
    public static long of(long before, long next) {
        long z = (before ^ next) * FACTOR + Long.rotateLeft(before, 17);
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        return z ^ z >>> 27;
    }

    /** A hash of a text. */
    public static long of(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = of(hash, text.charAt(i));
        }
        return hash;
    }
}
