package io.github.mewe.wasm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.Unreachable;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OmittedBodiesTest {
    @Test
    void keptBodiesAndDeclarationsStay() {
        byte[] binary = WatModule.assemble("""
                (module (import "a" "b" (func $i (param i32))) (global $g (mut i64) (i64.const 7)) (memory 1)
                  (func $first (result i64) (global.get $g))
                  (func $second (call $i (i32.const 5)))
                  (func $third (param i32) (local i64) (drop (i32.load (local.get 0))))
                  (data (i32.const 4) "text"))
                """);
        BinaryLayout layout = BinaryLayout.of(binary);
        byte[] reduced = OmittedBodies.in(binary, layout, Set.of(1));
        BinaryLayout less = BinaryLayout.of(reduced);
        assertEquals(layout.bodies().size(), less.bodies().size());
        assertArrayEquals(body(binary, layout, 1), body(reduced, less, 1));
        try (BinaryenModule before = BinaryenModule.open(binary);
                BinaryenModule after = BinaryenModule.open(reduced)) {
            assertEquals(before.functions().size(), after.functions().size());
            assertEquals(before.globals().size(), after.globals().size());
            String first = after.definedFunctions().get(0);
            assertEquals(new Unreachable(), after.lift(first).root());
        }
    }

    private static byte[] body(byte[] binary, BinaryLayout layout, int index) {
        BinaryLayout.Body body = layout.bodies().get(index);
        return Arrays.copyOfRange(binary, body.start(), body.end());
    }
}
