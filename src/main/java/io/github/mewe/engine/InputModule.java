package io.github.mewe.engine;

import io.github.mewe.wasm.BinaryLayout;
import java.util.Optional;
import java.util.Set;

/**
 * A module to diversify, as read from its file.
 *
 * @param name the file's name
 * @param bytes the module, in the binary format
 * @param sourceMap the module's source map
 * @param layout the layout of the module's sections and code
 * @param entryPoints the exports that callers of its component enter through, if it is a core module of a component
 */
record InputModule(
        String name,
        byte[] bytes,
        Optional<SourceMap> sourceMap,
        BinaryLayout layout,
        Optional<Set<String>> entryPoints) {

    /**
     * Reads a module.
     *
     * @throws io.github.mewe.wasm.MalformedModuleException if the bytes are not a module
     */
    static InputModule read(String name, byte[] bytes, Optional<SourceMap> sourceMap) {
        return new InputModule(name, bytes, sourceMap, BinaryLayout.of(bytes), Optional.empty());
    }

    /**
     * Reads a core module of a component.
     *
     * @param entryPoints the exports that callers of the component enter through
     * @throws io.github.mewe.wasm.MalformedModuleException if the bytes are not a module
     */
    static InputModule inComponent(String name, byte[] bytes, Set<String> entryPoints) {
        return new InputModule(
                name, bytes, Optional.empty(), BinaryLayout.of(bytes), Optional.of(Set.copyOf(entryPoints)));
    }
}
