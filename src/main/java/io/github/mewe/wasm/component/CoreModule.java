package io.github.mewe.wasm.component;

import java.util.Optional;
import java.util.Set;

/**
 * A core module inside a component.
 *
 * @param path the numbers of the nested components that contain it, outermost first, and its own number among the core
 *     modules of the innermost one, separated by {@code /}; all from 0
 * @param name its name in the component's name section
 * @param bytes the module, in the binary format
 * @param entryPoints the exports through which callers enter the component, and in which it may call its imports. The
 *     exports that the component model calls on its own behalf are not among them: those that allocate memory for
 *     arguments and results, and those that free results
 */
public record CoreModule(String path, Optional<String> name, byte[] bytes, Set<String> entryPoints) {
    /** Copies the set. */
    public CoreModule {
        entryPoints = Set.copyOf(entryPoints);
    }
}
