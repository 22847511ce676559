package io.github.mewe.wasm.component;

import java.util.List;

/**
 * The names that toolchains give to exports of core modules (wit-component, {@code src/validation.rs}). A component may
 * use others.
 */
final class CanonicalNames {
    private static final List<String> INTERNAL =
            List.of("cabi_", "cm32p2_realloc", "cm32p2_initialize", "_initialize", "__wasm_", "[callback]");

    private static final String DESTRUCTOR = "[dtor]";
    private static final String AFTER_RETURN = "_post";
    private static final String CURRENT_NAMES = "cm32p2|";

    private CanonicalNames() {}

    /** Returns true for functions that the component model, or code that runs before the first call, calls. */
    static boolean isInternal(String export) {
        return INTERNAL.stream().anyMatch(export::startsWith)
                || export.contains(DESTRUCTOR)
                || export.startsWith(CURRENT_NAMES) && export.endsWith(AFTER_RETURN);
    }

    /** Returns true for functions of an exported interface. */
    static boolean isOfInterface(String export) {
        return export.contains("#") || export.startsWith(CURRENT_NAMES);
    }
}
