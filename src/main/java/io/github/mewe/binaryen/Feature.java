package io.github.mewe.binaryen;

/** What a module needs of an engine beyond what all of them have. */
public enum Feature {
    /** A memory that several threads see. */
    SHARED_MEMORY("a shared memory"),
    /** A memory or a table with 64-bit addresses. */
    MEMORY64("a 64-bit memory or table"),
    /** More than one memory. */
    MULTIPLE_MEMORIES("more than one memory"),
    /** Vectors of 128 bits (SIMD). */
    VECTORS("vector instructions (SIMD)"),
    /** Calls that end their caller's frame. */
    TAIL_CALLS("tail calls"),
    /** Structures, arrays and typed references. */
    GARBAGE_COLLECTION("garbage-collected types"),
    /** Exceptions, of whatever form. */
    EXCEPTIONS("exceptions"),
    /** Exceptions in the form before that of the standard: {@code try}, {@code catch}, {@code delegate}. */
    LEGACY_EXCEPTIONS("exceptions in their legacy form");

    private final String text;

    Feature(String text) {
        this.text = text;
    }

    /** What a module with the feature has, as part of a sentence. */
    public String text() {
        return text;
    }
}
