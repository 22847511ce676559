package io.github.mewe.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.mewe.fixture.WatModule;
import io.github.mewe.wasm.BinaryLayout;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Tests which instructions of bodies count as equal. */
class InstructionReaderTest {
    @Test
    void namesDoNotCount() {
        List<int[]> bodies = read("""
                (module
                  (func $f (param i32 i32) (result i32)
                    (block $a (block $b (br_if $a (local.get 0)))) (i32.add (local.get 0) (i32.const 7)))
                  (func $g (param i32 i32) (result i32)
                    (block $a (block $b (br_if $b (local.get 1)))) (i32.add (local.get 1) (i32.const 7)))
                  (func $h (param i32 i32) (result i32)
                    (block $a (block $b (br_if $b (local.get 1)))) (i32.add (local.get 1) (i32.const 8))))
                """, i -> i);
        // block block local.get br_if end end local.get const add end
        assertEquals(10, bodies.get(0).length);
        assertArrayEquals(bodies.get(0), bodies.get(1));
        assertFalse(Arrays.equals(bodies.get(0), bodies.get(2)), "constants must count");
    }

    @Test
    void bodiesOfOneFunctionCountAsOneCallee() {
        String wat = """
                (module
                  (func $f (call $a))
                  (func $g (call $b))
                  (func $a) (func $b))
                """;
        List<int[]> apart = read(wat, i -> i);
        assertFalse(Arrays.equals(apart.get(0), apart.get(1)));
        List<int[]> together = read(wat, i -> i == 3 ? 2 : i);
        assertArrayEquals(together.get(0), together.get(1));
    }

    @Test
    void readsInstructionsOfAllKinds() {
        List<int[]> bodies = read("""
                (module
                  (type $point (struct (field (mut i32))))
                  (type $bytes (array (mut i8)))
                  (memory 1) (data "abc") (table 2 funcref) (elem func $f) (tag $t (param i32))
                  (func $f (param $v v128) (param $i i32) (param $x f64) (result f64) (local $p (ref null $point))
                    (v128.store offset=300 (i32.const -100000)
                      (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31 (local.get $v) (v128.const i64x2 1 2)))
                    (drop (i32x4.extract_lane 3 (local.get $v)))
                    (drop (v128.load8_lane offset=5 3 (i32.const 0) (local.get $v)))
                    (drop (i32.trunc_sat_f64_s (local.get $x)))
                    (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 1))
                    (memory.copy (i32.const 0) (i32.const 0) (i32.const 1))
                    (memory.fill (i32.const 0) (i32.const 0) (i32.const 1))
                    (table.init 0 (i32.const 0) (i32.const 0) (i32.const 1))
                    (drop (i32.atomic.rmw.add offset=4 (i32.const 0) (i32.const 1)))
                    (atomic.fence)
                    (local.set $p (struct.new $point (local.get $i)))
                    (struct.set $point 0 (local.get $p) (i32.const 1))
                    (drop (array.new_fixed $bytes 2 (i32.const 1) (i32.const 2)))
                    (drop (ref.test (ref $bytes) (local.get $p)))
                    (drop (ref.null $point))
                    (drop (if (result (ref null $point)) (local.get $i) (then (local.get $p)) (else (ref.null $point))))
                    (drop (block $caught (result i32) (try_table (catch $t $caught) (throw $t (i32.const 5))) (i32.const 0)))
                    (drop (i64.const 0x7fffffffffffffff))
                    (block $a (block $b (br_table $a $b $a (local.get $i))))
                    (f64.const 1.5)))
                """, i -> i);
        assertEquals(1, bodies.size());
        // The number of instructions in the text, including the ends of blocks and of the body.
        assertEquals(76, bodies.get(0).length);
    }

    private static List<int[]> read(String wat, IntUnaryOperator callees) {
        byte[] binary = WatModule.assemble(wat);
        var reader = new InstructionReader(binary, new InstructionAlphabet(), callees);
        return BinaryLayout.of(binary).bodies().stream().map(reader::read).toList();
    }
}
