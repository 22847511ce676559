package io.github.mewe.binaryen;

import java.util.Optional;

/**
 * A function of a module.
 *
 * @param name the internal name: from the name section, else a number
 * @param importModule the module name of the import; empty for a defined function
 * @param importName the field name of the import; empty for a defined function
 */
public record FunctionInfo(String name, Optional<String> importModule, Optional<String> importName) {

    public boolean isImported() {
        return importModule.isPresent();
    }
}
