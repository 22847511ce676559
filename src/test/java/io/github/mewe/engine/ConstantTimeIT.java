package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.ClangModule;
import io.github.mewe.fixture.Node;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The instructions that variants of constant-time functions execute do not depend on data. */
class ConstantTimeIT {
    private static final int VARIANTS = 20;
    private static final int DATA = 9;
    private static final int DATA_BYTES = 256;

    private static final Set<String> BRANCHING = Set.of(
            "block-splitting",
            "bogus-path",
            "compares-to-switch",
            "opaque-guard",
            "select-to-if",
            "switch-to-compares");

    @TempDir
    static Path directory;

    private static byte[] input;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        input = ClangModule.reactor(Node.resource(DiversificationRequest.class, "constant-time.c"), "-fno-vectorize");
    }

    private static DiversificationResult diversified(List<String> constantTime) {
        var request = new DiversificationRequest(
                Optional.of("4"),
                new GenerationOptions(
                        new VariantBudget(VARIANTS, 200, 8, Optional.empty()),
                        NameFilter.all(),
                        List.of(),
                        Optional.empty(),
                        constantTime,
                        Optional.empty()),
                LinkOptions.defaultsFor(Target.of(RandomnessSource.FIXED)),
                false,
                1);
        return new Diversifier(2, directory).diversify("x", input, "y", request, Progress.SILENT);
    }

    /** The variants of the exported functions by their output names, with those functions' names. */
    private static List<Manifest.Function> functions(DiversificationResult result) {
        return result.manifest().functions().stream()
                .filter(function ->
                        function.name().startsWith("c") || function.name().startsWith("sodium"))
                .filter(function -> !function.variants().isEmpty())
                .toList();
    }

    private static byte[] exportingVariants(DiversificationResult result) {
        try (BinaryenModule module = BinaryenModule.open(result.binary())) {
            for (Manifest.Function function : functions(result)) {
                function.variants()
                        .forEach(variant -> module.exports()
                                .addFunction(
                                        module.functions().get(variant.index()).name(), variant.name()));
            }
            return module.write();
        }
    }

    /** The number of different traces of a function over different data. */
    private static int traces(byte[] module, String export) {
        var traces = new HashSet<List<Integer>>();
        var parsed = Parser.parse(module);
        for (int i = 0; i < DATA; i++) {
            var trace = new ArrayList<Integer>();
            Instance instance = Instance.builder(parsed)
                    .withUnsafeExecutionListener((instruction, stack) -> trace.add(instruction.address()))
                    .build();
            var bytes = new byte[DATA_BYTES];
            new Random(i).nextBytes(bytes);
            if (i % 3 == 0) {
                // Equal halves.
                System.arraycopy(bytes, 0, bytes, 32, 32);
                System.arraycopy(bytes, 0, bytes, 64, 64);
            }
            int address = (int) instance.export("data").apply()[0];
            instance.memory().write(address, bytes);
            trace.clear();
            instance.export(export).apply(address);
            traces.add(trace);
        }
        return traces.size();
    }

    private static List<String> leaking(DiversificationResult result) {
        byte[] module = exportingVariants(result);
        return functions(result).stream()
                .flatMap(function -> function.variants().stream())
                .filter(variant -> traces(module, variant.name()) > 1)
                .map(variant -> variant.name() + " " + variant.chain())
                .toList();
    }

    @Test
    void theFunctionsThemselvesAreConstantTime() {
        for (String function : List.of("crypto_verify_32", "sodium_memcmp", "ct_select", "ct_swap", "ct_chacha")) {
            assertEquals(1, traces(input, function), function);
        }
    }

    @Test
    void variantsOfConstantTimeFunctionsAddNoBranchOnData() {
        DiversificationResult result = diversified(FunctionMarks.CONSTANT_TIME);
        assertEquals(5, functions(result).size());
        for (Manifest.Function function : functions(result)) {
            assertTrue(function.variants().size() > 5, function.name());
            function.variants().stream()
                    .flatMap(variant -> variant.chain().stream())
                    .forEach(step -> assertTrue(!BRANCHING.contains(step.rule()), function.name() + ": " + step));
        }
        assertEquals(List.of(), leaking(result));
    }

    @Test
    void variantsOfOtherFunctionsMayBranchOnData() {
        DiversificationResult result = diversified(List.of("*none*"));
        List<String> leaking = leaking(result);
        assertTrue(leaking.stream().anyMatch(variant -> variant.startsWith("ct_swap")), leaking.toString());
        assertTrue(functions(result).stream()
                .flatMap(function -> function.variants().stream())
                .flatMap(variant -> variant.chain().stream())
                .anyMatch(step -> BRANCHING.contains(step.rule())));
    }
}
