package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.harden.HardenedFrames;
import io.github.mewe.wasm.Instruction;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.ModuleSections.Data;
import io.github.mewe.wasm.Opcode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The warning that the stack may be too small for moved frames. */
final class StackWarning {
    private StackWarning() {}

    /**
     * Compares the stack that moved frames may need with the size of the stack. The size is an upper bound: the
     * distance from the start to the nearest initialised data below it.
     *
     * @return the warning, if moved frames may need more than half of the stack
     */
    static Optional<String> of(InputModule input, BinaryenModule module, HardenedFrames frames) {
        OptionalLong start = frames.survey()
                .map(survey ->
                        StackHardening.start(input, module, survey.pointer().global()))
                .orElse(OptionalLong.empty());
        if (start.isEmpty()) {
            return Optional.empty();
        }
        long top = start.getAsLong();
        long bottom = new ModuleSections(input.bytes())
                .data().stream()
                        .filter(data -> data.isActive() && isConstant(data.offset()))
                        .mapToLong(StackWarning::end)
                        .filter(end -> end <= top)
                        .max()
                        .orElse(0);
        long added = frames.addedStackBytes();
        return 2 * added <= top - bottom
                ? Optional.empty()
                : Optional.of(
                        "<harden> (mewe.harden): moved frames may need " + added + " bytes of the stack, which has at"
                                + " most " + (top - bottom) + ". Reduce <stackStart> (mewe.stackStart) or <frameOffset>"
                                + " (mewe.frameOffset), or link the module with a larger stack (-Wl,-z,stack-size=...)");
    }

    private static boolean isConstant(List<Instruction> offset) {
        Opcode opcode = offset.get(0).opcode();
        return opcode == Opcode.I32_CONST || opcode == Opcode.I64_CONST;
    }

    private static long end(Data data) {
        return data.offset().get(0).constant() + data.content().length;
    }
}
