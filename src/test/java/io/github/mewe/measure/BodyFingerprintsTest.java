package io.github.mewe.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mewe.fixture.Modules;
import io.github.mewe.report.Manifest;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests which variants an optimiser folds and which survive. */
class BodyFingerprintsTest {
    private static final byte[] BINARY = Modules.of("""
            (module
              (global $choice (export "choice") (mut i32) (i32.const 0))
              (func $f (export "f") (param i32 i32) (result i32)
                (block $c (block $b (block $a
                  (br_table $a $b $c (global.get $choice)))
                  (return (call $v1 (local.get 0) (local.get 1))))
                  (return (call $v2 (local.get 0) (local.get 1))))
                (call $v0 (local.get 0) (local.get 1)))
              (func $v0 (param i32 i32) (result i32) (i32.sub (local.get 0) (local.get 1)))
              (func $v1 (param i32 i32) (result i32)
                (i32.add (i32.sub (local.get 0) (local.get 1)) (i32.const 0)))
              (func $v2 (param i32 i32) (result i32) (call $h (local.get 1) (local.get 0)))
              (func $h (param i32 i32) (result i32)
                (i32.add (i32.xor (local.get 0) (i32.const -1)) (i32.add (local.get 1) (i32.const 1))))
              (func $dead (param i32) (result i32) (call $deadV0 (local.get 0)))
              (func $deadV0 (param i32) (result i32) (local.get 0)))
            """);
    private static final Manifest.Function F =
            new Manifest.Function("f", 0, 0, 10, 10, 1, "v0", null, null, List.of(variant(2), variant(3, 4)), null);
    private static final Manifest.Function DEAD =
            new Manifest.Function("dead", 1, 5, 10, 10, 6, "deadV0", null, null, List.of(), null);

    @Test
    void writtenFormsDiffer() {
        BodyFingerprints written = BodyFingerprints.written(BINARY, List.of(F, DEAD));
        assertNotEquals(written.fingerprints().get(1), written.fingerprints().get(2));
        assertEquals(2, new DistinctVariants(written.fingerprints()::get).of(F));
        assertEquals(Set.of(0, 5), written.reachable());
    }

    @Test
    void optimiserFoldsWeakVariants() {
        BodyFingerprints optimised = BodyFingerprints.optimised(BINARY, List.of(F, DEAD));
        assertEquals(
                optimised.fingerprints().get(1),
                optimised.fingerprints().get(2),
                "the optimiser removes an added zero");
        assertNotNull(optimised.fingerprints().get(4), "the helper was inlined");
        assertEquals(1, new DistinctVariants(optimised.fingerprints()::get).of(F));
    }

    @Test
    void optimiserRemovesDeadCode() {
        BodyFingerprints optimised = BodyFingerprints.optimised(BINARY, List.of(F, DEAD));
        assertNull(optimised.fingerprints().get(6));
        assertEquals(Set.of(0), optimised.reachable());
    }

    private static Manifest.Variant variant(int index, Integer... helpers) {
        return new Manifest.Variant(index, "v" + index, 1, List.of(helpers), List.of());
    }
}
