package io.github.mewe.binaryen;

/** Features of WebAssembly that some engines lack. */
public enum Feature {
    /** A memory that threads share. */
    SHARED_MEMORY("a shared memory"),
    /** A memory or a table with 64-bit addresses. */
    MEMORY64("a 64-bit memory or table"),
    /** More than one memory. */
    MULTIPLE_MEMORIES("more than one memory"),
    /** Vectors of 128 bits (SIMD). */
    VECTORS("vector instructions (SIMD)"),
    /** Calls that replace the caller's frame. */
    TAIL_CALLS("tail calls"),
    /** Structures, arrays and typed references. */
    GARBAGE_COLLECTION("garbage-collected types"),
    /** Exceptions, standard or legacy. */
    EXCEPTIONS("exceptions"),
    /** Exceptions as first proposed: {@code try}, {@code catch}, {@code delegate}. */
    LEGACY_EXCEPTIONS("exceptions in their legacy form");

    private final String text;

    Feature(String text) {
        this.text = text;
    }

    /** The name as part of a sentence. */
    public String text() {
        return text;
    }
}
