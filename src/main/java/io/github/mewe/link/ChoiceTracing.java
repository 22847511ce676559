package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Puts the function into a module that dispatchers report their choices to. */
final class ChoiceTracing {
    private static final String NAME = "mewe.trace";
    private static final String MEMORY_EXPORT = "mewe_trace";

    private final BinaryenModule module;

    ChoiceTracing(BinaryenModule module) {
        this.module = module;
    }

    /**
     * Adds the function.
     *
     * @param trace where it reports to
     * @return its name; empty if nothing is reported
     * @throws LinkException if the module cannot have it
     */
    Optional<String> add(ChoiceTrace trace) {
        if (trace == ChoiceTrace.NONE) {
            return Optional.empty();
        }
        if (module.hasFunction(NAME)) {
            throw new LinkException("it already has a function " + NAME
                    + ": it was diversified before. Give the plugin the original module as its input");
        }
        if (trace == ChoiceTrace.IMPORT) {
            var signature = new Signature(List.of(ValueType.I32, ValueType.I32), ValueType.NONE);
            module.addFunctionImport(NAME, "mewe", "trace", signature);
        } else {
            addMemory();
        }
        return Optional.of(NAME);
    }

    private void addMemory() {
        if (!module.memories().isEmpty() && !module.usesMultipleMemories()) {
            throw new LinkException("<trace> (mewe.trace) is 'memory', which needs a memory of its own, and the module"
                    + " has one and does not declare the feature multi-memory. Set <trace> to 'import', or compile the"
                    + " module with multiple memories");
        }
        if (module.hasExport(MEMORY_EXPORT)) {
            throw new LinkException("<trace> (mewe.trace) adds the export " + MEMORY_EXPORT
                    + ", and the module has one of that name already. Set <trace> to 'import', or rename the module's");
        }
        String memory = module.uniqueMemoryName(NAME);
        module.addAll(template().replace("$MEMORY", BinaryenModule.watName(memory)));
        module.addMemoryExport(memory, MEMORY_EXPORT);
    }

    private static String template() {
        try (var in = ChoiceTracing.class.getResourceAsStream("trace.wat")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
