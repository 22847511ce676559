package io.github.mewe.wasm;

import java.util.Locale;

/**
 * The limits that engines for the web share (WebAssembly JavaScript interface, section "Implementation-defined
 * limits"). An engine refuses a module that exceeds one.
 */
public enum EngineLimit {
    /** The size of a module. */
    MODULE_BYTES(1 << 30, "bytes"),
    /** The types of a module. */
    TYPES(1_000_000, "types"),
    /** The functions of a module, imported ones included. */
    FUNCTIONS(1_000_000, "functions"),
    /** The imports of a module. */
    IMPORTS(1_000_000, "imports"),
    /** The exports of a module. */
    EXPORTS(1_000_000, "exports"),
    /** The globals of a module, imported ones included. */
    GLOBALS(1_000_000, "globals"),
    /** The tags of a module, imported ones included. */
    TAGS(1_000_000, "tags"),
    /** The tables of a module, imported ones included. */
    TABLES(100_000, "tables"),
    /** The memories of a module, imported ones included. */
    MEMORIES(100, "memories"),
    /** The element segments of a module. */
    ELEMENT_SEGMENTS(10_000_000, "element segments"),
    /** The data segments of a module. */
    DATA_SEGMENTS(100_000, "data segments"),
    /** The parameters of a function. */
    PARAMETERS(1_000, "parameters"),
    /** The results of a function. */
    RESULTS(1_000, "results"),
    /** The parameters and locals of a function together. */
    LOCALS(50_000, "parameters and locals"),
    /** The size of a function body. */
    BODY_BYTES(7_654_321, "bytes"),
    /** The labels of a branch table, without its default. */
    BRANCH_TABLE_LABELS(65_520, "labels in a branch table");

    private final int max;
    private final String unit;

    EngineLimit(int max, String unit) {
        this.max = max;
        this.unit = unit;
    }

    /** The greatest number that engines accept. */
    public int max() {
        return max;
    }

    /** The things that are counted, in the plural. */
    public String unit() {
        return unit;
    }

    /** The limit as text, for example {@code 1,000 parameters}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d %s", max, unit);
    }
}
