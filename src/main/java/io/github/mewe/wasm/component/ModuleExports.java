package io.github.mewe.wasm.component;

import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.BinaryReader;
import io.github.mewe.wasm.MalformedModuleException;
import io.github.mewe.wasm.SectionId;
import java.util.HashSet;
import java.util.Set;

/** Reads the names of a core module's exported functions. */
final class ModuleExports {
    private static final int FUNCTION = 0;

    private ModuleExports() {}

    /** The names; empty if the module is malformed, which its diversification then reports. */
    static Set<String> functions(byte[] module) {
        var names = new HashSet<String>();
        try {
            for (BinaryLayout.Section section : BinaryLayout.of(module).sections()) {
                if (section.is(SectionId.EXPORT)) {
                    var reader = new BinaryReader(module, section.contents(), section.end());
                    for (int count = reader.count(); count > 0; count--) {
                        String name = reader.name();
                        if (reader.u8() == FUNCTION) {
                            names.add(name);
                        }
                        reader.u32();
                    }
                }
            }
        } catch (MalformedModuleException e) {
            return Set.of();
        }
        return names;
    }
}
