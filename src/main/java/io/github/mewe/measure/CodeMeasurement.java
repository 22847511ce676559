package io.github.mewe.measure;

import io.github.mewe.report.Manifest;
import io.github.mewe.report.Measurement.Exposure;
import io.github.mewe.report.Measurement.FunctionEntry;
import io.github.mewe.report.Measurement.MachineCode;
import io.github.mewe.report.Measurement.Statics;
import io.github.mewe.wasm.BinaryLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Measures the code of a multivariant binary without running it. */
public final class CodeMeasurement {
    /** Functions with fewer instructions are too small for variants. */
    public static final int ELIGIBLE_INSTRUCTIONS = 10;

    /** The length of the sequences that are compared per function. */
    static final int FUNCTION_SEQUENCE = 5;

    /** Represents every helper as a callee, because its index is only a name. */
    private static final int HELPER = -1;

    private final Manifest manifest;
    private final byte[] input;
    private final byte[] binary;
    private final BinaryLayout inputLayout;
    private final BinaryLayout layout;
    private final int imports;
    private final int inputImports;
    private final InstructionReader inputReader;
    private final InstructionReader reader;
    private final SiblingDistances siblings = new SiblingDistances();

    /**
     * Prepares a measurement.
     *
     * @param manifest the binary's manifest
     * @param input the module that the binary was generated from
     * @param binary the bytes of the binary
     * @param imports the number of functions that the binary imports
     */
    public CodeMeasurement(Manifest manifest, byte[] input, byte[] binary, int imports) {
        this.manifest = manifest;
        this.input = input;
        this.binary = binary;
        this.inputLayout = BinaryLayout.of(input);
        this.layout = BinaryLayout.of(binary);
        this.imports = imports;
        this.inputImports =
                manifest.functions().isEmpty() ? 0 : manifest.functions().get(0).index();
        var alphabet = new InstructionAlphabet();
        Map<Integer, Integer> inputCallees = new HashMap<>();
        Map<Integer, Integer> callees = new HashMap<>(manifest.importsByWrapper());
        for (Manifest.Function function : manifest.functions()) {
            int own = function.dispatcherIndex();
            inputCallees.put(function.index(), own);
            if (function.originalIndex() != null) {
                callees.put(function.originalIndex(), own);
            }
            for (Manifest.Variant variant : function.variants()) {
                callees.put(variant.index(), own);
                variant.helpers().forEach(helper -> callees.put(helper, HELPER));
            }
        }
        this.inputReader = new InstructionReader(input, alphabet, i -> inputCallees.getOrDefault(i, i));
        this.reader = new InstructionReader(binary, alphabet, i -> callees.getOrDefault(i, i));
    }

    /**
     * The measured properties of the code.
     *
     * @param statics properties of the binary itself
     * @param exposure the code that an attacker can still rely on
     */
    public record Code(Statics statics, Exposure exposure) {}

    /**
     * Measures the code.
     *
     * @param distinct the number of variants that are distinct as WebAssembly
     * @param machineCode the diversity of the machine code; null if unknown
     * @throws io.github.mewe.wasm.MalformedModuleException if the binary contains an unknown instruction
     */
    public Code measure(int distinct, MachineCode machineCode) {
        var distances = new ArrayList<Double>();
        var entries = new ArrayList<FunctionEntry>();
        Map<Integer, CommonSequences.Share> common = new TreeMap<>();
        for (Manifest.Function function : manifest.functions()) {
            List<int[]> bodies = bodies(function);
            int[] original =
                    function.originalIndex() == null && !function.variants().isEmpty()
                            ? inputReader.read(inputLayout.bodies().get(function.index() - inputImports))
                            : bodies.get(0);
            for (int length = CommonSequences.SHORTEST; length <= CommonSequences.LONGEST; length++) {
                common.merge(length, CommonSequences.of(original, bodies, length), CommonSequences.Share::plus);
            }
            if (!function.variants().isEmpty()) {
                List<Double> own = siblings.of(bodies);
                distances.addAll(own);
                entries.add(entry(function, original, bodies, own));
            }
        }
        List<Manifest.Function> eligible = manifest.functions().stream()
                .filter(function -> function.instructions() >= ELIGIBLE_INSTRUCTIONS)
                .toList();
        var statics = new Statics(
                manifest.functions().size(),
                eligible.size(),
                entries.size(),
                manifest.functions().stream().mapToInt(f -> f.variants().size()).sum(),
                distinct,
                machineCode,
                Distributions.of(
                        distances.stream().mapToDouble(Double::doubleValue).toArray()),
                input.length,
                binary.length,
                entries,
                (int) eligible.stream().filter(f -> !f.variants().isEmpty()).count());
        Map<Integer, Double> shares = new TreeMap<>();
        common.forEach((length, share) -> shares.put(length, Distributions.rounded(share.value())));
        return new Code(statics, new Exposure(Distributions.rounded(CodeOffsets.sameShare(input, binary)), shares));
    }

    private static FunctionEntry entry(
            Manifest.Function function, int[] original, List<int[]> bodies, List<Double> distances) {
        double mean =
                distances.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        return new FunctionEntry(
                function.name(),
                function.index(),
                bodies.size(),
                function.choice() == null ? 0 : function.choice().bits(),
                Distributions.rounded(mean),
                Distributions.rounded(
                        CommonSequences.of(original, bodies, FUNCTION_SEQUENCE).value()));
    }

    /** Reads the bodies to choose from; a single one if the function has no variants. */
    private List<int[]> bodies(Manifest.Function function) {
        var bodies = new ArrayList<int[]>();
        if (function.variants().isEmpty()) {
            bodies.add(read(function.dispatcherIndex()));
        } else if (function.originalIndex() != null) {
            bodies.add(read(function.originalIndex()));
        }
        for (Manifest.Variant variant : function.variants()) {
            // A variant's helpers are part of it.
            bodies.add(IntStream.concat(
                            IntStream.of(read(variant.index())),
                            variant.helpers().stream().flatMapToInt(helper -> IntStream.of(read(helper))))
                    .toArray());
        }
        return bodies;
    }

    private int[] read(int index) {
        return reader.read(layout.bodies().get(index - imports));
    }
}
