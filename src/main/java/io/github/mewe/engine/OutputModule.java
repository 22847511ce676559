package io.github.mewe.engine;

import io.github.mewe.binaryen.Feature;
import io.github.mewe.wasm.BinaryLayout;
import java.util.List;
import java.util.Set;

/**
 * An encoded multivariant module.
 *
 * @param name the file's name
 * @param bytes the module, in the binary format
 * @param layout the layout of the module's sections and code
 * @param functionOrder the names of all functions, imports first, in the order of their indices
 * @param pathBits the logarithm to base 2 of the number of paths through the module's static call graph
 * @param features the features that an engine must support; collected only if a platform is configured
 */
record OutputModule(
        String name,
        byte[] bytes,
        BinaryLayout layout,
        List<String> functionOrder,
        double pathBits,
        Set<Feature> features) {

    /** The number of imported functions. */
    int imports() {
        return functionOrder.size() - layout.bodies().size();
    }
}
