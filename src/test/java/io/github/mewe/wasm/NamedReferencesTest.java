package io.github.mewe.wasm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.mewe.fixture.WatModule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NamedReferencesTest {
    @Test
    void functionsWithOneNameAreTheSame() {
        byte[] binary = WatModule.assemble("""
                (module
                  (func $a (param i32) (result i32) (local.get 0))
                  (func $b (param i32) (result i32) (local.get 0))
                  (func $c (param i32) (result i32) (local.get 0))
                  (func (param i32) (result i32) (block (br_if 0 (local.get 0))) (call $a (i32.const -7)))
                  (func (param i32) (result i32) (block (br_if 0 (local.get 0))) (call $b (i32.const -7)))
                  (func (param i32) (result i32) (block (br_if 0 (local.get 0))) (call $c (i32.const -7))))
                """);
        assertArrayEquals(copy(binary, 3), copy(binary, 4), "$a and $b have one name");
        assertDiffer(copy(binary, 3), copy(binary, 5), "$c has another name");
    }

    @Test
    void typesWithOneNameAreTheSame() {
        byte[] binary = WatModule.assemble("""
                (module
                  (type $a (func (param i32) (result i32)))
                  (type $b (func (param i32) (result i32 i32)))
                  (table 1 funcref)
                  (func (type $a) (call_indirect (type $a) (i32.const 1) (i32.const 2)))
                  (func (type $a) (drop (call_indirect (type $b) (i32.const 1) (i32.const 2)))))
                """);
        byte[] first = copy(binary, 0);
        assertDiffer(first, copy(binary, 1), "the types differ");
        assertArrayEquals(first, copy(binary, 0));
    }

    @Test
    void bodiesWithTypedReferencesNameAllTypes() {
        byte[] binary = WatModule.assemble("""
                (module
                  (func (result i32) (ref.is_null (ref.null func)))
                  (func (result i32) (i32.const 1)))
                """);
        assertDiffer(copy(binary, 0), copy(binary, 0, "other types"), "the body refers to a type");
        assertArrayEquals(copy(binary, 1), copy(binary, 1, "other types"));
    }

    private static byte[] copy(byte[] binary, int function) {
        return copy(binary, function, "types");
    }

    /** Names functions by their halves: the first two have one name. */
    private static byte[] copy(byte[] binary, int function, String allTypes) {
        var out = new BinaryWriter();
        var names = new NamedReferences.Names() {
            @Override
            public String function(int index) {
                return "f" + index / 2;
            }

            @Override
            public String type(int index) {
                return "t" + index;
            }

            @Override
            public String allTypes() {
                return allTypes;
            }
        };
        new NamedReferences(names, out)
                .copy(binary, BinaryLayout.of(binary).bodies().get(function));
        return out.toBytes();
    }

    private static void assertDiffer(byte[] one, byte[] other, String reason) {
        assertFalse(Arrays.equals(one, other), reason);
    }
}
