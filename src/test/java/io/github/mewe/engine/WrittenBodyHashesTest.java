package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.SectionId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrittenBodyHashesTest {
    private static final int CALL = 0x10;
    private static final byte I32 = 0x7F;
    private static final byte I64 = 0x7E;
    private static final byte[] INPUT = WatModule.assemble("""
            (module
              (global $g (mut i32) (i32.const 5))
              (func $a (export "a") (param $x i32) (param $y i32) (result i32)
                (i32.xor (i32.mul (i32.add (local.get $x) (global.get $g)) (local.get $y)) (i32.const 77)))
              (func $b (export "b") (param $x i32) (param $y i32) (result i32)
                (i32.sub (call $a (local.get $y) (i32.const 3)) (i32.mul (local.get $x) (local.get $x)))))
            """);

    @TempDir
    private Path directory;

    @Test
    void hashesDependOnBodiesAndDeclarations() {
        DiversificationResult result = diversified();
        Manifest manifest = result.manifest();
        byte[] binary = result.binary();
        Manifest.Function function = manifest.functions().get(1);
        Manifest.Variant variant = function.variants().get(0);
        byte[] hash = hash(manifest, binary, function);
        assertArrayEquals(hash, hash(manifest, binary.clone(), function));

        BinaryLayout layout = BinaryLayout.of(binary);
        assertDiffers(
                hash,
                hash(
                        manifest,
                        changed(binary, layout.bodies().get(variant.index()).end() - 2),
                        function));
        BinaryLayout.Section types = layout.sections().stream()
                .filter(section -> section.is(SectionId.TYPE))
                .findFirst()
                .orElseThrow();
        byte[] wide = binary.clone();
        for (int i = types.contents(); i < types.end(); i++) {
            wide[i] = wide[i] == I32 ? I64 : wide[i];
        }
        assertDiffers(hash, hash(manifest, wide, function));

        assertDiffers(hash, hash(manifest, binary, function.with(List.of(variant))));
        assertDiffers(hash, hash(manifest, binary, manifest.functions().get(0)));
    }

    @Test
    void hashesDoNotDependOnTheBodiesThatCallsAreBoundTo() {
        DiversificationResult result = diversified();
        Manifest manifest = result.manifest();
        byte[] binary = result.binary();
        Manifest.Function callee = manifest.functions().get(0);
        Manifest.Function caller = manifest.functions().get(1);
        byte[] hash = hash(manifest, binary, caller);
        int operand = calleeIn(binary, caller, callee);

        byte[] other = binary.clone();
        other[operand] = (byte) callee.variants()
                .get(other[operand] == callee.variants().get(0).index() ? 1 : 0)
                .index();
        assertArrayEquals(hash, hash(manifest, other, caller));

        other[operand] = (byte) caller.dispatcherIndex();
        assertDiffers(hash, hash(manifest, other, caller));
    }

    /** The place of the index of a body that a variant calls. */
    private static int calleeIn(byte[] binary, Manifest.Function caller, Manifest.Function callee) {
        Set<Integer> bodies = new HashSet<>(Set.of(callee.dispatcherIndex(), callee.originalIndex()));
        callee.variants().forEach(variant -> bodies.add(variant.index()));
        for (Manifest.Variant variant : caller.variants()) {
            BinaryLayout.Body body = BinaryLayout.of(binary).bodies().get(variant.index());
            for (int i = body.start(); i < body.end(); i++) {
                if (binary[i] == CALL && bodies.contains((int) binary[i + 1])) {
                    return i + 1;
                }
            }
        }
        throw new AssertionError("no variant of " + caller.name() + " calls " + callee.name());
    }

    private DiversificationResult diversified() {
        return new Diversifier(1, directory).diversify("app.wasm", INPUT, "out.wasm", request(), Progress.SILENT);
    }

    private static void assertDiffers(byte[] hash, byte[] other) {
        assertFalse(Arrays.equals(hash, other));
    }

    private static byte[] changed(byte[] binary, int offset) {
        byte[] changed = binary.clone();
        changed[offset] ^= 1;
        return changed;
    }

    private static byte[] hash(Manifest manifest, byte[] binary, Manifest.Function function) {
        BinaryLayout layout = BinaryLayout.of(binary);
        List<String> order = layout.bodies().stream().map(Object::toString).toList();
        var output = new OutputModule("out.wasm", binary, layout, order, 0, Set.of());
        try (BinaryenModule input = BinaryenModule.open(INPUT)) {
            return new WrittenBodyHashes(input, manifest, output).of(function);
        }
    }

    private static DiversificationRequest request() {
        return new DiversificationRequest(
                Optional.empty(),
                new GenerationOptions(
                        new VariantBudget(4, 100, 1.3, Optional.empty()),
                        NameFilter.all(),
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty()),
                LinkOptions.defaultsFor(Target.of(RandomnessSource.FIXED)),
                false,
                1);
    }
}
