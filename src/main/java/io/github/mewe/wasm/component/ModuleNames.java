package io.github.mewe.wasm.component;

import io.github.mewe.wasm.BinaryReader;
import io.github.mewe.wasm.MalformedModuleException;
import io.github.mewe.wasm.component.ComponentBinary.Section;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads the names of core modules from the custom section {@code component-name}, which may be missing or malformed.
 */
final class ModuleNames {
    private static final String SECTION = "component-name";
    private static final int SORTED_NAMES = 1;

    private ModuleNames() {}

    /** The names of a component's own core modules, in their order. */
    static List<Optional<String>> of(ComponentBinary component, CoreDefinitions definitions) {
        var names = new ArrayList<>(Collections.nCopies(component.ownModules(), Optional.<String>empty()));
        for (Section section : component.sections()) {
            if (section.id() == Section.CUSTOM) {
                try {
                    read(component.reader(section), definitions, names);
                } catch (MalformedModuleException e) {
                    // Names are for people only, so the names read so far do.
                }
            }
        }
        return names;
    }

    private static void read(BinaryReader reader, CoreDefinitions definitions, List<Optional<String>> names) {
        if (!reader.utf8().equals(SECTION)) {
            return;
        }
        while (reader.hasMore()) {
            int id = reader.u8();
            BinaryReader part = reader.part(reader.size("subsection"));
            if (id == SORTED_NAMES && part.u8() == Sorts.CORE && part.u8() == Sorts.CORE_MODULE) {
                for (int count = part.count(); count > 0; count--) {
                    int index = part.u32();
                    String name = part.utf8();
                    definitions.ownModule(index).ifPresent(module -> names.set(module, Optional.of(name)));
                }
            }
        }
    }
}
