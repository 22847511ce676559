package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.common.Sha256;
import io.github.mewe.report.Manifest;
import io.github.mewe.wasm.BinaryLayout.Body;
import io.github.mewe.wasm.BinaryLayout.Section;
import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.SectionId;
import java.util.List;
import java.util.Set;

/**
 * Hashes of the bodies of proved variants in a binary, together with everything that the indices in them refer to: the
 * declarations of the binary, and the functions of the input that its functions stand for.
 */
final class WrittenBodyHashes {
    /** Sections that do not change the meaning of code. */
    private static final Set<SectionId> OTHERS = Set.of(SectionId.CUSTOM, SectionId.CODE, SectionId.DATA);

    private final OutputModule output;
    private final byte[] declarations;

    WrittenBodyHashes(BinaryenModule input, Manifest manifest, OutputModule output) {
        this.output = output;
        var declared = new BinaryWriter();
        for (Section section : output.layout().sections()) {
            if (OTHERS.stream().noneMatch(section::is)) {
                declared.raw(output.bytes(), section.start(), section.end());
            }
        }
        List<FunctionInfo> functions = input.functions();
        for (Manifest.Function function : manifest.functions()) {
            declared.name(functions.get(function.index()).name()).u32(function.dispatcherIndex());
            declared.u32(function.originalIndex() == null ? 0 : function.originalIndex());
            declared.u32(function.variants().size());
            function.variants().forEach(variant -> place(variant, declared));
        }
        manifest.importsByWrapper()
                .forEach((wrapper, imported) ->
                        declared.u32(wrapper).name(functions.get(imported).name()));
        this.declarations = Sha256.of(declared.toBytes());
    }

    /** Hashes the bodies of a function's proved variants, with the steps that made them. */
    byte[] of(Manifest.Function function) {
        var content = new BinaryWriter();
        for (Manifest.Variant variant : function.variants()) {
            if (variant.isProved()) {
                place(variant, content);
                content.u32(variant.chain().size());
                variant.chain().forEach(step -> step(step, content));
                body(variant.index(), content);
                variant.helpers().forEach(helper -> body(helper, content));
            }
        }
        return Sha256.of(declarations, content.toBytes());
    }

    private static void place(Manifest.Variant variant, BinaryWriter content) {
        content.u32(variant.index()).u32(variant.helpers().size());
        variant.helpers().forEach(content::u32);
    }

    private static void step(Manifest.Step step, BinaryWriter content) {
        content.name(step.strategy()).name(step.rule()).u32(step.sites().size());
        step.sites().forEach(content::u32);
    }

    private void body(int index, BinaryWriter content) {
        Body body = output.layout().bodies().get(index - output.imports());
        content.u32(body.size()).raw(output.bytes(), body.start(), body.end());
    }
}
