package io.github.mewe.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.caoccao.javet.enums.V8ValueReferenceType;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Host;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.reference.V8ValueObject;
import com.caoccao.javet.values.reference.V8ValueTypedArray;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Diversifies modules of odd shape. Each output is valid and keeps the imports, exports and custom sections of its
 * input, in their order.
 */
class OddModulesTest {
    private static final long SEED = 20261129;
    private static final int COUNT = 500;
    private static final int HEAVY_COUNT = 20_000;

    private static final String VALIDATE = """
            globalThis.refusal = bytes => {
              try {
                const module = new WebAssembly.Module(bytes);
                const list = entries => entries.map(e => [e.module, e.name, e.kind]);
                globalThis.shape = JSON.stringify(
                  [list(WebAssembly.Module.imports(module)), list(WebAssembly.Module.exports(module))]);
                return '';
              } catch (e) {
                return String(e);
              }
            };
            """;

    @TempDir
    private Path directory;

    @Test
    void anOddModuleKeepsItsShape() throws Exception {
        check(SEED, COUNT);
    }

    @Test
    @Tag("heavy")
    void manyOddModulesKeepTheirShape() throws Exception {
        check(SEED + COUNT, HEAVY_COUNT);
    }

    private void check(long firstSeed, int count) throws Exception {
        var diversifier = new Diversifier(1, directory);
        var faults = new ArrayList<String>();
        int changed = 0;
        try (V8Runtime v8 = V8Host.getV8Instance().createV8Runtime()) {
            v8.getExecutor(VALIDATE).executeVoid();
            for (long seed = firstSeed; seed < firstSeed + count; seed++) {
                byte[] input = OddModule.of(seed);
                try {
                    String shape = shape(v8, input);
                    DiversificationResult result =
                            diversifier.diversify("odd.wasm", input, "out.wasm", request(seed), Progress.SILENT);
                    changed += result.manifest().totals().variants() > 0 ? 1 : 0;
                    compare(v8, input, shape, result.binary());
                    compare(v8, input, shape, withFunctionsLeftAlone(input, seed));
                } catch (RuntimeException | AssertionError e) {
                    faults.add("seed " + seed + ": " + e);
                    keep(seed, input);
                }
            }
        }
        System.out.println(count + " odd modules, " + changed + " diversified; first seed " + firstSeed);
        assertEquals("", faults.stream().limit(20).collect(Collectors.joining("\n")), () -> faults.size() + " faults");
        assertTrue(changed > count / 2, "only " + changed + " modules were diversified");
    }

    private static void keep(long seed, byte[] input) throws IOException {
        Files.write(Files.createDirectories(Path.of("target/odd")).resolve(seed + ".wasm"), input);
    }

    private static void compare(V8Runtime v8, byte[] input, String shape, byte[] output) throws JavetException {
        assertEquals(shape, shape(v8, output), "imports and exports");
        assertEquals(CustomPlaces.in(input, output), CustomPlaces.in(output, input), "custom sections");
        BinaryenModule.open(output).close();
    }

    /** The module with another function, as the native library writes it while it sees half of the functions. */
    private static byte[] withFunctionsLeftAlone(byte[] input, long seed) {
        var random = new Random(seed);
        Map<Integer, String> leftAlone = IntStream.range(
                        0, BinaryLayout.of(input).bodies().size())
                .filter(function -> random.nextBoolean())
                .boxed()
                .collect(Collectors.toMap(function -> function, function -> "at random"));
        try (BinaryenModule module = BinaryenModule.open(input, Optional.empty(), leftAlone)) {
            var signature = new Signature(List.of(ValueType.F64, ValueType.I64), ValueType.F32);
            module.addFunction(new FunctionBody("odd.added", signature, List.of(), new Unreachable()), false);
            return module.write();
        }
    }

    /** The imports and exports as V8 lists them. */
    private static String shape(V8Runtime v8, byte[] module) throws JavetException {
        try (V8ValueObject global = v8.getGlobalObject();
                V8ValueTypedArray bytes = v8.createV8ValueTypedArray(V8ValueReferenceType.Uint8Array, module.length)) {
            bytes.fromBytes(module);
            assertEquals("", global.invokeString("refusal", bytes), "V8");
            return global.getString("shape");
        }
    }

    private static DiversificationRequest request(long seed) {
        return new DiversificationRequest(
                new VariantBudget(2, 1000, 2, Optional.empty()),
                Optional.of(Long.toString(seed)),
                NameFilter.all(),
                List.of("structure", "rewrite"),
                RandomnessSource.FIXED);
    }
}
