package io.github.mewe.link;

/**
 * What a discriminator gives to dispatchers, by the names that it has in the module.
 *
 * @param take the function that takes as many bits as its argument says, at most 32
 * @param refill the function that evaluates the pseudo-random function: 63 bits below a mark
 * @param buffered the i64 global with the bits that are left, below a mark; 1 if there are none
 */
record BitSource(String take, String refill, String buffered) {
    /**
     * That of a discriminator.
     *
     * @param prefix what the names of all its parts start with
     */
    static BitSource under(String prefix) {
        return new BitSource(prefix + ".take", prefix + ".refill", prefix + ".bits");
    }
}
