package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.Resources;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.util.List;
import java.util.Optional;

/** Adds the function through which dispatchers report their choices. */
final class ChoiceTracing {
    private static final String NAME = "mewe.trace";
    private static final String IMPORT_MODULE = "mewe";
    private static final String IMPORT_NAME = "trace";
    private static final String MEMORY_EXPORT = "mewe_trace";

    private final BinaryenModule module;
    private final boolean again;

    /**
     * Prepares a module for tracing.
     *
     * @param module the module
     * @param again true if the module was multivariant before and may already have a trace
     */
    ChoiceTracing(BinaryenModule module, boolean again) {
        this.module = module;
        this.again = again;
    }

    /**
     * Adds the function.
     *
     * @param trace the destination of its reports
     * @return its name; empty if there is no trace
     * @throws LinkException if the module cannot have the trace
     */
    Optional<String> add(ChoiceTrace trace) {
        if (trace == ChoiceTrace.NONE) {
            return Optional.empty();
        }
        String name = module.uniqueNames().function(NAME);
        if (trace == ChoiceTrace.IMPORT) {
            addImport(name);
        } else {
            addMemory(name);
        }
        return Optional.of(name);
    }

    private void addImport(String name) {
        // A module may use the import itself, but dispatchers of two layers would report the same numbers.
        if (again && hasImport()) {
            throw new LinkException("<trace> (mewe.trace) is 'import', but the module was already diversified with that"
                    + " setting: the host could not tell the two layers' choices apart. Remove <trace>, or diversify"
                    + " the original module instead");
        }
        var signature = new Signature(List.of(ValueType.I32, ValueType.I32), ValueType.NONE);
        module.addFunctionImport(name, IMPORT_MODULE, IMPORT_NAME, signature);
    }

    private boolean hasImport() {
        return module.functions().stream()
                .anyMatch(function -> function.importModule().equals(Optional.of(IMPORT_MODULE))
                        && function.importName().equals(Optional.of(IMPORT_NAME)));
    }

    private void addMemory(String name) {
        if (!module.memories().isEmpty() && !module.features().hasMultipleMemories()) {
            throw new LinkException(
                    "<trace> (mewe.trace) 'memory' adds a second memory, but the module does not declare"
                            + " the feature multi-memory. Set <trace> to 'import', or compile the module with"
                            + " multiple memories");
        }
        if (module.exports().has(MEMORY_EXPORT)) {
            throw new LinkException("<trace> (mewe.trace) adds the export " + MEMORY_EXPORT
                    + ", but the module already has an export of that name. Set <trace> to 'import', or "
                    + (again ? "diversify the original module instead" : "rename the module's export"));
        }
        String memory = module.uniqueNames().memory(NAME);
        module.addAll(Resources.text(ChoiceTracing.class, "trace.wat")
                .replace("$MEMORY", BinaryenModule.watName(memory))
                .replace("$" + NAME, BinaryenModule.watName(name)));
        module.exports().addMemory(memory, MEMORY_EXPORT);
    }
}
