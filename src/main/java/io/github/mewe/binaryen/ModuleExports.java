package io.github.mewe.binaryen;

import static io.github.mewe.binaryen.jni.Binaryen.*;

import io.github.mewe.ir.Memory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The exports of a module. */
public final class ModuleExports {
    private final BinaryenModule module;
    private final Names names;

    ModuleExports(BinaryenModule module, Names names) {
        this.module = module;
        this.names = names;
    }

    /** The names of the exports. */
    public List<String> names() {
        var exports = new ArrayList<String>();
        for (int i = 0; i < BinaryenGetNumExports(module.handle()); i++) {
            exports.add(names.text(BinaryenExportGetName(BinaryenGetExportByIndex(module.handle(), i))));
        }
        return exports;
    }

    /** The internal names of the exported functions. */
    public Set<String> functions() {
        var exported = new HashSet<String>();
        for (int i = 0; i < BinaryenGetNumExports(module.handle()); i++) {
            long export = BinaryenGetExportByIndex(module.handle(), i);
            if (BinaryenExportGetKind(export) == BinaryenExternalFunction()) {
                exported.add(names.text(BinaryenExportGetValue(export)));
            }
        }
        return exported;
    }

    /** Determines if the module has an export of this name. */
    public boolean has(String name) {
        return BinaryenGetExport(module.handle(), names.of(name)) != 0;
    }

    /** The internal name of the function with an export name; empty if no function has it. */
    public Optional<String> function(String exportName) {
        return exported(exportName, BinaryenExternalFunction());
    }

    /** The memory with an export name; empty if no memory has it. */
    public Optional<Memory> memory(String exportName) {
        return exported(exportName, BinaryenExternalMemory()).map(module.memoriesByName()::get);
    }

    private Optional<String> exported(String exportName, int kind) {
        long export = BinaryenGetExport(module.handle(), names.of(exportName));
        return export == 0 || BinaryenExportGetKind(export) != kind
                ? Optional.empty()
                : Optional.of(names.text(BinaryenExportGetValue(export)));
    }

    public void addFunction(String function, String exportName) {
        BinaryenAddFunctionExport(module.handle(), names.of(function), names.of(exportName));
    }

    /** Exports a global. If it is mutable, this enables the mutable globals feature. */
    public void addGlobal(String global, String exportName) {
        if (BinaryenGlobalIsMutable(BinaryenGetGlobal(module.handle(), names.of(global)))) {
            BinaryenModuleSetFeatures(
                    module.handle(), BinaryenModuleGetFeatures(module.handle()) | BinaryenFeatureMutableGlobals());
        }
        BinaryenAddGlobalExport(module.handle(), names.of(global), names.of(exportName));
    }

    public void addMemory(String memory, String exportName) {
        BinaryenAddMemoryExport(module.handle(), names.of(memory), names.of(exportName));
    }

    public void remove(String exportName) {
        BinaryenRemoveExport(module.handle(), names.of(exportName));
    }

    /**
     * Makes exports refer to other functions. The exports keep their order.
     *
     * @param functions the functions by the names of the exports
     */
    public void redirect(Map<String, String> functions) {
        var exports = new ArrayList<Export>();
        for (int i = 0; i < BinaryenGetNumExports(module.handle()); i++) {
            long export = BinaryenGetExportByIndex(module.handle(), i);
            exports.add(new Export(
                    names.text(BinaryenExportGetName(export)),
                    BinaryenExportGetKind(export),
                    names.text(BinaryenExportGetValue(export))));
        }
        exports.forEach(export -> remove(export.name()));
        for (Export export : exports) {
            String value = functions.getOrDefault(export.name(), export.value());
            export(export.kind(), names.of(value), names.of(export.name()));
        }
    }

    private record Export(String name, int kind, String value) {}

    private void export(int kind, long value, long name) {
        if (kind == BinaryenExternalFunction()) {
            BinaryenAddFunctionExport(module.handle(), value, name);
        } else if (kind == BinaryenExternalTable()) {
            BinaryenAddTableExport(module.handle(), value, name);
        } else if (kind == BinaryenExternalMemory()) {
            BinaryenAddMemoryExport(module.handle(), value, name);
        } else if (kind == BinaryenExternalGlobal()) {
            BinaryenAddGlobalExport(module.handle(), value, name);
        } else {
            BinaryenAddTagExport(module.handle(), value, name);
        }
    }
}
