package io.github.mewe.wasm.component;

import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.BinaryReader;
import io.github.mewe.wasm.MalformedModuleException;
import io.github.mewe.wasm.SectionId;
import java.util.HashSet;
import java.util.Set;

/**
 * The names of a core module's exports and imports.
 *
 * @param exportedFunctions the names of its exported functions
 * @param otherExports the names of its other exports
 * @param imports the names of its imports, without the modules they come from
 * @param importsMemory true if one of them is a memory
 */
public record ModuleExternals(
        Set<String> exportedFunctions, Set<String> otherExports, Set<String> imports, boolean importsMemory) {
    private static final int FUNCTION = 0;
    private static final int TABLE = 1;
    private static final int MEMORY = 2;
    private static final int GLOBAL = 3;

    /** Copies the sets. */
    public ModuleExternals {
        exportedFunctions = Set.copyOf(exportedFunctions);
        otherExports = Set.copyOf(otherExports);
        imports = Set.copyOf(imports);
    }

    /** Returns true if the module has an export of this name. */
    public boolean exports(String name) {
        return exportedFunctions.contains(name) || otherExports.contains(name);
    }

    /** Returns true if the module has an import of this name. */
    public boolean imports(String name) {
        return imports.contains(name);
    }

    /**
     * Reads the names.
     *
     * @throws MalformedModuleException if the module is malformed
     */
    public static ModuleExternals of(byte[] module) {
        var functions = new HashSet<String>();
        var others = new HashSet<String>();
        var imports = new HashSet<String>();
        boolean importsMemory = false;
        for (BinaryLayout.Section section : BinaryLayout.of(module).sections()) {
            var reader = new BinaryReader(module, section.contents(), section.end());
            if (section.is(SectionId.EXPORT)) {
                for (int count = reader.count(); count > 0; count--) {
                    String name = reader.name();
                    (reader.u8() == FUNCTION ? functions : others).add(name);
                    reader.u32();
                }
            } else if (section.is(SectionId.IMPORT)) {
                for (int count = reader.count(); count > 0; count--) {
                    reader.name();
                    imports.add(reader.name());
                    importsMemory |= readKind(reader) == MEMORY;
                }
            }
        }
        return new ModuleExternals(functions, others, imports, importsMemory);
    }

    private static int readKind(BinaryReader reader) {
        int kind = reader.u8();
        switch (kind) {
            case FUNCTION -> reader.u32();
            case TABLE -> {
                reader.skipValueType();
                skipLimits(reader);
            }
            case MEMORY -> skipLimits(reader);
            case GLOBAL -> {
                reader.skipValueType();
                reader.u8();
            }
            default -> {
                // A tag: its attribute and its type.
                reader.u8();
                reader.u32();
            }
        }
        return kind;
    }

    private static void skipLimits(BinaryReader reader) {
        int flags = reader.u8();
        reader.u64();
        if ((flags & 1) != 0) {
            reader.u64();
        }
        if ((flags & 8) != 0) {
            reader.u32();
        }
    }
}
