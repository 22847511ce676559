package io.github.mewe.variant;

/** The passes that clean up a body before its fingerprint is taken. */
public enum CleanUp {
    /** The passes that every optimiser runs first. */
    FULL,

    /** Those of them whose running time grows in proportion to any body. */
    QUICK
}
