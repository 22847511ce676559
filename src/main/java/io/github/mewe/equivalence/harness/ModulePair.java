package io.github.mewe.equivalence.harness;

import io.github.mewe.report.Manifest;
import io.github.mewe.wasm.FunctionType;
import io.github.mewe.wasm.ModuleSections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A multivariant binary and its input, with the correspondence of their functions and types. */
public final class ModulePair {
    /** Stands for a function or global that does not exist. */
    static final int NONE = -1;

    private final ModuleSections input;
    private final ModuleSections output;
    private final Map<Integer, Integer> functions = new HashMap<>();
    private final Map<FunctionType, Integer> typesOfOutput = new HashMap<>();
    private final Map<Integer, FrameShift> shifts;
    private final int frameOffset;

    /**
     * Pairs two modules.
     *
     * @param defined all defined functions of the input, with their bodies in the binary
     * @param importsByWrapper the indices in the input of the imports that functions of the binary stand for
     * @param hardening the hardening of the binary; null without any
     * @throws IllegalArgumentException if the modules and the manifest do not match
     */
    public ModulePair(
            ModuleSections input,
            ModuleSections output,
            List<Manifest.Function> defined,
            Map<Integer, Integer> importsByWrapper,
            Manifest.Hardening hardening) {
        this.shifts = FrameShift.of(hardening);
        this.frameOffset = hardening == null || hardening.frameOffset() == null ? NONE : hardening.frameOffset();
        this.input = input;
        this.output = output;
        for (int i = 0; i < input.importedFunctions(); i++) {
            functions.put(i, i);
        }
        functions.putAll(importsByWrapper);
        for (Manifest.Function function : defined) {
            functions.put(function.dispatcherIndex(), function.index());
            if (function.originalIndex() != null) {
                functions.put(function.originalIndex(), function.index());
            }
            function.variants().forEach(variant -> functions.put(variant.index(), function.index()));
        }
        for (int i = 0; i < output.types().size(); i++) {
            int index = i;
            output.types().get(i).ifPresent(shape -> typesOfOutput.putIfAbsent(shape, index));
        }
        check(defined.size());
    }

    private void check(int defined) {
        boolean fits = input.importedFunctions() <= output.importedFunctions()
                && defined == input.bodies().size()
                && functions.keySet().stream()
                        .allMatch(index -> index < output.functionTypes().size())
                && input.globals().size() <= output.globals().size()
                && input.data().size() <= output.data().size();
        for (int i = 0; fits && i < input.globals().size(); i++) {
            ModuleSections.Global one = input.globals().get(i);
            ModuleSections.Global other = output.globals().get(i);
            fits = one.type().equals(other.type()) && one.isMutable() == other.isMutable();
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "the input, the multivariant binary and the manifest do not match: their functions, globals or"
                            + " data segments differ in number. Run the goal diversify again");
        }
    }

    /**
     * The function of the input to which a body or dispatcher of the output belongs; {@link #NONE} if there is none.
     */
    int functionOfInput(int functionOfOutput) {
        return functions.getOrDefault(functionOfOutput, NONE);
    }

    /**
     * The type of a function.
     *
     * @throws UnsupportedCodeException if it is no function type
     */
    public static FunctionType functionType(ModuleSections module, int function) {
        return module.functionType(function)
                .orElseThrow(() -> new UnsupportedCodeException("has a type that is no function type"));
    }

    /** The index in the output of a type of the input. */
    int typeOfOutput(int typeOfInput) {
        return input.types()
                .get(typeOfInput)
                .map(typesOfOutput::get)
                .orElseThrow(() -> new UnsupportedCodeException("uses a type that the binary lacks"));
    }

    /** The value that a global that the input lacks has in test modules. */
    long addedGlobalValue(int globalOfOutput) {
        return globalOfOutput == frameOffset ? FrameShift.OFFSET : 0;
    }

    /** The shift of the frame of a body in the output. */
    FrameShift shift(int bodyOfOutput) {
        return shifts.getOrDefault(bodyOfOutput, FrameShift.NONE);
    }

    public ModuleSections input() {
        return input;
    }

    ModuleSections output() {
        return output;
    }
}
