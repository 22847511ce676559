package io.github.mewe.common;

/** A fast 64-bit hash of a sequence of numbers, extended number by number. It is not cryptographic. */
public final class SequenceHash {
    private SequenceHash() {}

    /** The hash of a sequence extended by one number. Any start value may stand for the empty sequence. */
    public static long extend(long hash, long next) {
        long z = (hash ^ next) * SplitMix64.GAMMA + Long.rotateLeft(hash, 17);
        z = (z ^ z >>> 30) * SplitMix64.FIRST_FACTOR;
        return z ^ z >>> 27;
    }

    /** The hash of the characters of a text. */
    public static long of(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = extend(hash, text.charAt(i));
        }
        return hash;
    }
}
