package io.github.mewe.engine;

import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.component.CoreModule;
import io.github.mewe.wasm.component.ModuleExternals;
import java.util.Optional;

/** Decides which core modules of a component to leave alone: those that wit-component adds, and very small ones. */
final class CoreModuleExclusion {
    private static final int LEAST_CODE_BYTES = 64;

    private static final String TOOL = "wit-component";
    private static final String ADAPTER = "wit-component:adapter:";

    /** The table that connects the shim and the fixup module. */
    private static final String SHIM_TABLE = "$imports";

    /** The allocator of adapters. */
    private static final String ADAPTER_ALLOCATOR = "cabi_import_realloc";

    private CoreModuleExclusion() {}

    /**
     * The reason to leave a module alone; empty if it should be diversified.
     *
     * @throws io.github.mewe.wasm.MalformedModuleException if it is malformed
     */
    static Optional<String> of(CoreModule module) {
        String name = module.name().orElse("");
        if (name.startsWith(ADAPTER)) {
            return Optional.of("it is the adapter " + name.substring(ADAPTER.length()) + " of wit-component");
        }
        if (name.startsWith(TOOL)) {
            return Optional.of("it is the module " + name + " that connects the others");
        }
        // In a component without names, characteristic exports and imports identify these modules.
        ModuleExternals externals = ModuleExternals.of(module.bytes());
        if (externals.exports(SHIM_TABLE) || externals.imports(SHIM_TABLE)) {
            return Optional.of("it is a shim or fixup module of wit-component, which connects the others");
        }
        if (externals.exports(ADAPTER_ALLOCATOR) && externals.importsMemory()) {
            return Optional.of("it is an adapter of wit-component");
        }
        if (BinaryLayout.of(module.bytes()).codeBytes() < LEAST_CODE_BYTES) {
            return Optional.of("it has less than " + LEAST_CODE_BYTES + " bytes of code");
        }
        return Optional.empty();
    }
}
