package io.github.mewe.link;

/** When a dispatcher makes its choice. */
public enum Granularity {
    /** At each call. */
    CALL,
    /** Once, at the first call after instantiation. */
    INSTANCE
}
