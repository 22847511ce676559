package io.github.mewe.binaryen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.ValueType;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Functions that are left alone reach the output byte for byte, but for the indices of what moved. */
class LeftAloneFunctionsTest {
    /** The second defined function refers to everything that a module can declare; nothing else does. */
    private static final String MODULE = """
            (module
              (type $late (func (param f32 f32 i64) (result i64)))
              (type $point (struct (field (mut i32)) (field f64)))
              (rec (type $list (sub (struct (field (ref null $list)) (field (ref $point)))))
                   (type $other (array (mut (ref null $list)))))
              (import "a" "f" (func $f (param i32) (result i32)))
              (import "a" "g" (global $g i32))
              (memory (export "memory") 1)
              (memory $second 1)
              (table $t 2 funcref)
              (table $u 2 externref)
              (global $h (mut i64) (i64.const 7))
              (tag $e (param i32))
              (elem declare func $declared)
              (elem $passive func $f $f)
              (data $d "text")
              (func $first (export "first") (param i32) (result i32)
                (i32.add (i32.mul (local.get 0) (i32.const 5)) (call $all (local.get 0))))
              (func $all (export "all") (param $p i32) (result i32)
                (local $l (ref null $list)) (local $n i64)
                (local.set $l (struct.new $list (ref.null $list) (struct.new $point (i32.const 3) (f64.const 1.5))))
                (drop (array.new $other (local.get $l) (i32.const 2)))
                (drop (ref.test (ref $list) (local.get $l)))
                (memory.init $second $d (i32.const 0) (i32.const 0) (i32.const 4))
                (data.drop $d)
                (table.init $t $passive (i32.const 0) (i32.const 0) (i32.const 1))
                (table.set $t (i32.const 1) (ref.func $declared))
                (table.set $u (i32.const 0) (ref.null extern))
                (global.set $h (i64.const 9))
                (i32.const 1)
                (block (param i32) (result i32) (drop) (i32.const 6))
                (drop)
                (local.set $n (block $b (result i64)
                  (br $b (i64.const 4))))
                (block $caught (result i32)
                  (try_table (catch $e $caught) (throw $e (i32.load8_u $second (i32.const 0))))
                  (unreachable))
                (i32.add (call $last (local.get $p)))
                (i32.add (global.get $g))
                (i32.add (call_indirect $t (param i32) (result i32) (i32.const 2) (i32.const 0)))
                (i32.add (i32.wrap_i64 (call_indirect $t (type $late)
                  (f32.const 1) (f32.const 2) (i64.const 3) (i32.const 1)))))
              (func $declared (type $late) (i64.add (local.get 2) (i64.const 100)))
              (func $last (param i32) (result i32) (i32.sub (local.get 0) (i32.const 1))))
            """;

    @Test
    void theBodyReachesTheOutput() {
        byte[] input = WatModule.assemble(MODULE);
        try (BinaryenModule module = leaveSecondAlone(input)) {
            assertEquals(Optional.of("reasons"), module.reasonLeftAlone("all"));
            assertEquals(List.of("last"), module.directCallees("all"));
            assertTrue(module.referencedFunctions().contains("declared"));
            byte[] output = module.write();
            assertEquals(function(input, "all"), function(output, "all"));
            assertEquals(function(input, "declared"), function(output, "declared"));
        }
    }

    @Test
    void callsReachTheFunctionsInTheirNewPlaces() {
        byte[] input = WatModule.assemble(MODULE);
        try (BinaryenModule module = leaveSecondAlone(input)) {
            module.addFunctionImport("added", "a", "h", new Signature(List.of(ValueType.F64), ValueType.F64));
            for (String split : List.of("last", "declared")) {
                module.split(split, split + "$v0");
                module.replaceBody(new FunctionBody(split, module.signature(split), List.of(), new Unreachable()));
            }
            byte[] output = module.write();
            assertEquals(function(input, "all"), function(output, "all"));
        }
    }

    @Test
    void branchHintsFollowTheirFunctions() {
        byte[] input = HexFormat.of()
                .parseHex("0061736d01000000" + "01050160017f00" + "0303020000"
                        + "0025196d657461646174612e636f64652e6272616e63685f68696e74" + "02" + "0001030101"
                        + "0101030100"
                        + "0a1302080020000440010b0b080020000440010b0b");
        try (BinaryenModule module = leaveSecondAlone(input)) {
            module.addFunctionImport("added", "a", "h", new Signature(List.of(), ValueType.NONE));
            byte[] output = module.write();
            BinaryLayout.Section hints =
                    BinaryLayout.of(output).custom("metadata.code.branch_hint").orElseThrow();
            byte[] last = Arrays.copyOfRange(output, hints.end() - 11, hints.end());
            assertEquals("02" + "0101030101" + "0201030100", HexFormat.of().formatHex(last));
        }
    }

    private static BinaryenModule leaveSecondAlone(byte[] input) {
        return BinaryenModule.open(input, Optional.empty(), Map.of(1, "reasons"));
    }

    /** The text of a function without the names of types, after the native library has validated the module. */
    private static String function(byte[] binary, String name) {
        try (BinaryenModule module = BinaryenModule.open(binary)) {
            return WatModule.function(module.text(), name).replaceAll("\\$(list|point|other|late|\\d+)\\b", "\\$type");
        }
    }
}
