package io.github.mewe.link;

/**
 * The parts of a discriminator that dispatchers use, by their names in the module.
 *
 * @param take the function that takes the number of bits given by its argument, at most 32
 * @param refill the function that evaluates the pseudo-random function: 63 bits below a mark
 * @param buffered the i64 global with the remaining bits, below a mark bit; 1 if none remain
 */
record BitSource(String take, String refill, String buffered) {
    /**
     * The parts of a discriminator.
     *
     * @param prefix the prefix of all names
     */
    static BitSource under(String prefix) {
        return new BitSource(prefix + ".take", prefix + ".refill", prefix + ".bits");
    }
}
