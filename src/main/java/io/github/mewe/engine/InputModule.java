package io.github.mewe.engine;

import io.github.mewe.wasm.BinaryLayout;
import java.util.Optional;

/**
 * A module to diversify, as read from its file.
 *
 * @param name the file's name
 * @param bytes the module, in the binary format
 * @param sourceMap the module's source map
 * @param layout the layout of the module's sections and code
 */
record InputModule(String name, byte[] bytes, Optional<SourceMap> sourceMap, BinaryLayout layout) {

    /**
     * Reads a module.
     *
     * @throws io.github.mewe.wasm.MalformedModuleException if the bytes are not a module
     */
    static InputModule read(String name, byte[] bytes, Optional<SourceMap> sourceMap) {
        return new InputModule(name, bytes, sourceMap, BinaryLayout.of(bytes));
    }
}
