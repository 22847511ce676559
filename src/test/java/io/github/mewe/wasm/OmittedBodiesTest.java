package io.github.mewe.wasm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.Unreachable;
import java.util.Arrays;
import java.util.List;
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
        assertArrayEquals(reduced, OmittedBodies.in(binary, Set.of(2)), "one function is imported");
        try (BinaryenModule before = BinaryenModule.open(binary);
                BinaryenModule after = BinaryenModule.open(reduced)) {
            assertEquals(before.functions().size(), after.functions().size());
            assertEquals(before.globals().size(), after.globals().size());
            String first = after.definedFunctions().get(0);
            assertEquals(new Unreachable(), after.lift(first).root());
        }
    }

    @Test
    void namesOfDeclarationsStay() {
        byte[] binary = WatModule.assemble("""
                (module (memory $store 1) (table $calls 1 funcref) (tag $odd (param i32)) (global $g i32 (i32.const 1))
                  (func $first (param $x i32) (local $y i64) (local.set $y (i64.const 1)))
                  (func $second (drop (i32.load (i32.const 5))) (throw $odd (global.get $g))))
                """);
        String text = WatModule.text(OmittedBodies.in(binary, BinaryLayout.of(binary), Set.of(1)));
        for (String name : List.of("$store", "$calls", "$odd", "$g", "$first", "$second")) {
            assertTrue(text.contains(name + " "), () -> name + " is missing in " + text);
        }
        assertFalse(text.contains("$y"), text);
    }

    private static byte[] body(byte[] binary, BinaryLayout layout, int index) {
        BinaryLayout.Body body = layout.bodies().get(index);
        return Arrays.copyOfRange(binary, body.start(), body.end());
    }
}
