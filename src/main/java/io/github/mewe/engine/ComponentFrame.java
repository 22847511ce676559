package io.github.mewe.engine;

import io.github.mewe.wasm.component.ComponentBinary;
import java.util.Map;

/**
 * A component around a core module.
 *
 * @param name the name of the component's file
 * @param component the component before diversification
 * @param path the path of the core module in it
 */
public record ComponentFrame(String name, byte[] component, String path) {
    /** The component with another module in this place. */
    public byte[] with(byte[] module) {
        return ComponentBinary.of(component).with(Map.of(path, module));
    }
}
