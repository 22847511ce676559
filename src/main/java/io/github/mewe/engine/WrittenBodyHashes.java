package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.common.Sha256;
import io.github.mewe.report.Manifest;
import io.github.mewe.wasm.BinaryLayout.Body;
import io.github.mewe.wasm.BinaryLayout.Section;
import io.github.mewe.wasm.BinaryReader;
import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.MalformedModuleException;
import io.github.mewe.wasm.NamedReferences;
import io.github.mewe.wasm.SectionId;
import io.github.mewe.wasm.TypeNames;
import java.util.List;
import java.util.Set;

/**
 * Hashes of the bodies of proved variants in a binary. They cover the names of functions in the input, not their
 * indices. So they do not depend on where the linker puts functions and types, or on the bodies that calls are bound
 * to.
 */
final class WrittenBodyHashes {
    /**
     * Declarations that bodies refer to by indices. Those of the input come first, and functions and types have names.
     */
    private static final Set<SectionId> REFERENCED = Set.of(SectionId.TABLE, SectionId.MEMORY, SectionId.TAG);

    private final OutputModule output;
    private final String outputHash;
    private final byte[] declarations;
    private final TypeNames types;
    private final int[] typeIndices;
    private final String[] functionNames;

    WrittenBodyHashes(BinaryenModule input, Manifest manifest, OutputModule output) {
        this.output = output;
        this.outputHash = manifest.output().sha256();
        this.declarations = Sha256.of(content(REFERENCED));
        this.types = new TypeNames(output.bytes(), output.layout(), Sha256.hex(content(Set.of(SectionId.TYPE))));
        this.typeIndices = new int[output.layout().bodies().size()];
        output.layout().sections().stream()
                .filter(section -> section.is(SectionId.FUNCTION))
                .forEach(this::readTypeIndices);
        this.functionNames = new String[output.functionOrder().size()];
        nameFunctions(input.functions(), manifest);
    }

    private byte[] content(Set<SectionId> ids) {
        var content = new BinaryWriter();
        for (Section section : output.layout().sections()) {
            if (ids.stream().anyMatch(section::is)) {
                content.raw(output.bytes(), section.start(), section.end());
            }
        }
        return content.toBytes();
    }

    private void readTypeIndices(Section section) {
        var reader = new BinaryReader(output.bytes(), section.contents(), section.end());
        int count = reader.count();
        for (int i = 0; i < count; i++) {
            typeIndices[i] = reader.u32();
        }
    }

    private void nameFunctions(List<FunctionInfo> functions, Manifest manifest) {
        for (int i = 0; i < functions.size() && functions.get(i).isImported(); i++) {
            functionNames[i] = functions.get(i).name();
        }
        for (Manifest.Function function : manifest.functions()) {
            String name = functions.get(function.index()).name();
            functionNames[function.dispatcherIndex()] = name;
            if (function.originalIndex() != null) {
                functionNames[function.originalIndex()] = name;
            }
            function.variants().forEach(variant -> functionNames[variant.index()] = name);
        }
        manifest.importsByWrapper()
                .forEach((wrapper, imported) ->
                        functionNames[wrapper] = functions.get(imported).name());
    }

    /** Hashes the bodies of a function's proved variants, with the steps that made them. */
    byte[] of(Manifest.Function function) {
        var content = new BinaryWriter();
        for (Manifest.Variant variant : function.variants()) {
            if (variant.isProved()) {
                content.u32(variant.chain().size());
                variant.chain().forEach(step -> step(step, content));
                content.u32(variant.helpers().size());
                body(variant.index(), variant.helpers(), content);
                variant.helpers().forEach(helper -> body(helper, variant.helpers(), content));
            }
        }
        return Sha256.of(declarations, content.toBytes());
    }

    private static void step(Manifest.Step step, BinaryWriter content) {
        content.name(step.strategy()).name(step.rule()).u32(step.sites().size());
        step.sites().forEach(content::u32);
    }

    private void body(int index, List<Integer> helpers, BinaryWriter content) {
        int defined = index - output.imports();
        Body body = output.layout().bodies().get(defined);
        var copy = new BinaryWriter();
        try {
            new NamedReferences(new VariantNames(helpers), copy).copy(output.bytes(), body);
        } catch (MalformedModuleException e) {
            // The native library knows more instructions. They may refer to any part of the binary.
            copy.name(outputHash).raw(output.bytes(), body.start(), body.end());
        }
        content.name(types.of(typeIndices[defined])).sized(copy);
    }

    /** The names in one variant. The first character of a function's name tells its kind. */
    private final class VariantNames implements NamedReferences.Names {
        private final List<Integer> helpers;

        VariantNames(List<Integer> helpers) {
            this.helpers = helpers;
        }

        @Override
        public String function(int index) {
            int helper = helpers.indexOf(index);
            if (helper >= 0) {
                return "h" + helper;
            }
            return functionNames[index] == null ? "l" + index : "i" + functionNames[index];
        }

        @Override
        public String type(int index) {
            return types.of(index);
        }

        @Override
        public String allTypes() {
            return types.all();
        }
    }
}
