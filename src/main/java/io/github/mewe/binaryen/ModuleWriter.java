package io.github.mewe.binaryen;

import static io.github.mewe.binaryen.jni.Binaryen.*;

import io.github.mewe.common.DeepThread;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.BodyStubs;
import io.github.mewe.wasm.CustomSections;
import io.github.mewe.wasm.TargetFeatures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a module, with the custom sections and the function bodies that native memory does not have. */
final class ModuleWriter {
    private final BinaryenModule module;
    private final Names names;
    private final CustomSections sections;
    private final BodyStubs stubs;
    private final boolean hasNameSection;
    private final long[] inputHandles;

    /**
     * Creates a writer.
     *
     * @param opened the module as it was opened
     * @param inputHandles its functions, in order
     */
    ModuleWriter(BinaryenModule module, Names names, ModuleReader.Opened opened, long[] inputHandles) {
        this.module = module;
        this.names = names;
        this.sections = opened.sections();
        this.stubs = opened.stubs();
        this.hasNameSection = sections.has(CustomSections.NAMES);
        this.inputHandles = inputHandles.clone();
    }

    /** The names of all functions in the order of their indices in the output: imported ones first. */
    List<String> functionOrder() {
        return outputHandles().stream()
                .map(function -> names.text(BinaryenFunctionGetName(function)))
                .toList();
    }

    private List<Long> outputHandles() {
        var imported = new ArrayList<Long>();
        var defined = new ArrayList<Long>();
        int count = BinaryenGetNumFunctions(module.handle());
        for (int i = 0; i < count; i++) {
            long function = BinaryenGetFunctionByIndex(module.handle(), i);
            (mewe_function_import_module(function) == 0 ? defined : imported).add(function);
        }
        imported.addAll(defined);
        return imported;
    }

    /** The index in the output of each function of the input; -1 for one that was removed. */
    private int[] outputIndices() {
        Map<Long, Integer> indices = new HashMap<>();
        outputHandles().forEach(function -> indices.put(function, indices.size()));
        return Arrays.stream(inputHandles)
                .mapToInt(function -> indices.getOrDefault(function, -1))
                .toArray();
    }

    /** Writes the binary, with names if the input had a name section. */
    byte[] binary() {
        return DeepThread.call(() -> {
            mewe_module_write(module.handle(), hasNameSection);
            BodyStubs.Restored restored = stubs.restoredIn(NativeOutput.bytes(), outputIndices());
            return sections.restoredIn(restored.binary(), addedFeatures());
        });
    }

    /** Writes the module in the text format. */
    String text() {
        return DeepThread.call(() -> {
            for (int size = 1 << 16; ; size *= 4) {
                var bytes = new byte[size];
                long written = BinaryenModuleWriteText(module.handle(), bytes, size);
                if (written < size - 1) {
                    return new String(bytes, 0, (int) written, StandardCharsets.UTF_8).strip() + "\n";
                }
            }
        });
    }

    /**
     * Writes the binary and the source map of a module that was opened with one.
     *
     * @param sourceMap the map that the module was opened with
     * @param url the URL of the map, which the binary contains
     */
    BinaryenModule.Mapped mapped(byte[] sourceMap, String url) {
        return DeepThread.call(() -> {
            mewe_module_write_mapped(module.handle(), hasNameSection, names.of(url));
            byte[] written = NativeOutput.bytes();
            BodyStubs.Restored restored = stubs.restoredIn(written, outputIndices());
            byte[] binary = sections.restoredIn(restored.binary(), addedFeatures());
            mewe_output_map();
            BinaryLayout layout = BinaryLayout.of(binary);
            byte[] map = CodeMappings.moved(NativeOutput.bytes(), BinaryLayout.of(written), layout)
                    .with(sourceMap, layout, restored.moves())
                    .toBytes();
            return new BinaryenModule.Mapped(binary, map);
        });
    }

    private List<String> addedFeatures() {
        return sections.has(TargetFeatures.SECTION) ? module.features().added() : List.of();
    }
}
