package io.github.mewe.binaryen;

import java.util.Optional;

/**
 * A function of a module.
 *
 * @param name its name in the module: from the name section, or else a number
 * @param importModule the module that it is imported from; empty for a defined function
 * @param importName the name that it is imported by; empty for a defined function
 */
public record FunctionInfo(String name, Optional<String> importModule, Optional<String> importName) {

    /** Whether the function is imported. */
    public boolean isImported() {
        return importModule.isPresent();
    }
}
