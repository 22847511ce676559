package io.github.mewe.wasm;

import java.util.Optional;

/** The sections of a module. */
public enum SectionId {
    /** A named section that the specification does not interpret. */
    CUSTOM,
    /** Types. */
    TYPE,
    /** Imports. */
    IMPORT,
    /** The types of the defined functions. */
    FUNCTION,
    /** Tables. */
    TABLE,
    /** Memories. */
    MEMORY,
    /** Globals. */
    GLOBAL,
    /** Exports. */
    EXPORT,
    /** The start function. */
    START,
    /** Element segments. */
    ELEMENT,
    /** Function bodies. */
    CODE,
    /** Data segments. */
    DATA,
    /** The number of data segments. */
    DATA_COUNT,
    /** Tags. */
    TAG;

    /** The number in the binary format. */
    int code() {
        return ordinal();
    }

    /** Finds a section by its number. */
    static Optional<SectionId> of(int code) {
        return code < values().length ? Optional.of(values()[code]) : Optional.empty();
    }
}
