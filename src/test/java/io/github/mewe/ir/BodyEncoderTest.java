package io.github.mewe.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.wasm.BinaryReader;
import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.ValueType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyEncoderTest {
    private static final String MODULE = """
            (module
              (memory $m 1) (memory $n i64 1) (global $g (mut i32) (i32.const 0)) (table 1 funcref)
              (func $callee (param i64) (result i64) (local.get 0))
              (func $all (param $x i32) (param $y i64) (param $f f64) (param $v v128) (param $r funcref) (result i64)
                (local $t i32)
                (global.set $g (i32.add (i32.eqz (local.get $x)) (global.get $g)))
                (i32.store8 $m offset=5 (local.tee $t (i32.const -7)) (i32.load16_s $m offset=70000 (local.get $t)))
                (v128.store $n offset=9 (local.get $y) (v128.not (v128.const i64x2 -1 77)))
                (local.set $f (f64.add (local.get $f) (f64.const -0.5)))
                (block $out
                  (loop $again
                    (br_if $again (call_indirect (param i32) (result i32) (local.get $x) (local.get $t)))
                    (block $inner (br_table $inner $out $again (local.get $x)))
                    (br $out)))
                (if (local.get $x) (then (nop)) (else (drop (call $callee (i64.const 3)))))
                (if (i32.const 1) (then (return (select (local.get $y) (i64.const 1) (local.get $x)))))
                (drop (ref.is_null (local.get $r)))
                (drop (block $typed (result i64) (br_if $typed (i64.const 4) (local.get $x))))
                (unreachable))
              (func $other (param i32) (drop (memory.grow $m (local.get 0)))))
            """;

    @Test
    void aBodyIsDecodedAsItWasEncoded() {
        try (BinaryenModule module = open()) {
            FunctionBody all = function(module, 1);
            FunctionBody callee = function(module, 0);
            // Copies share no node with the base.
            FunctionBody copy = all.withRoot(copy(all.root())).withName("copy");
            byte[] encoded = encoded(all, all, copy, callee);
            var decoder = new BodyDecoder(all, List.of(), new BinaryReader(encoded));
            assertSame(all.root(), decoder.function().root(), "shared with the base");
            assertEquals(copy, decoder.function());
            assertEquals(callee, decoder.function());
        }
    }

    @Test
    void nodesThatBodiesShareAreEncodedOnce() {
        try (BinaryenModule module = open()) {
            FunctionBody all = function(module, 1);
            FunctionBody copy = all.withRoot(copy(all.root()));
            FunctionBody longer = copy.withRoot(new Block(null, List.of(new Nop(), copy.root()), ValueType.NONE));
            int once = encoded(all, copy).length;
            assertTrue(encoded(all, copy, longer).length < once * 1.2, "the second body refers to the first");
            var decoder = new BodyDecoder(all, List.of(), new BinaryReader(encoded(all, copy, longer)));
            Expr first = decoder.function().root();
            assertSame(first, decoder.function().root().children().get(1));
        }
    }

    @Test
    void anUnknownOpaqueNodeIsReported() {
        try (BinaryenModule module = open()) {
            FunctionBody other = function(module, 2);
            var encoder = new BodyEncoder(function(module, 0), List.of(), new BinaryWriter());
            encoder.write(other);
            assertFalse(encoder.isComplete());
        }
    }

    @Test
    void opaqueNodesOfOtherFunctionsAreReferences() {
        try (BinaryenModule module = open()) {
            FunctionBody base = function(module, 0);
            FunctionBody other = function(module, 2);
            var output = new BinaryWriter();
            new BodyEncoder(base, List.of(function(module, 1), other), output).write(other);
            var input = new BinaryReader(output.toBytes());
            FunctionBody decoded = new BodyDecoder(base, List.of(function(module, 1), other), input).function();
            assertEquals(other, decoded);
        }
    }

    @Test
    void damagedBytesAreRejectedOrDecodeToSomethingElse() {
        try (BinaryenModule module = open()) {
            FunctionBody all = function(module, 1);
            byte[] encoded = encoded(all, all.withRoot(copy(all.root())));
            for (int length = 0; length < encoded.length; length++) {
                var cut = new BinaryReader(Arrays.copyOf(encoded, length));
                assertThrows(RuntimeException.class, () -> new BodyDecoder(all, List.of(), cut).function());
            }
        }
    }

    private static BinaryenModule open() {
        return BinaryenModule.open(WatModule.assemble(MODULE));
    }

    private static FunctionBody function(BinaryenModule module, int index) {
        return module.lift(module.definedFunctions().get(index));
    }

    private static Expr copy(Expr expr) {
        List<Expr> children =
                expr.children().stream().map(BodyEncoderTest::copy).toList();
        if (expr instanceof Const constant) {
            return new Const(constant.type(), constant.bits());
        }
        if (expr instanceof LocalGet get) {
            return new LocalGet(get.index(), get.type());
        }
        if (expr instanceof GlobalGet get) {
            return new GlobalGet(get.name(), get.type());
        }
        if (expr instanceof VectorConst vector) {
            return new VectorConst(vector.low(), vector.high());
        }
        if (expr instanceof Nop) {
            return new Nop();
        }
        return expr instanceof Unreachable ? new Unreachable() : expr.withChildren(children);
    }

    private static byte[] encoded(FunctionBody base, FunctionBody... functions) {
        var output = new BinaryWriter();
        var encoder = new BodyEncoder(base, List.of(), output);
        for (FunctionBody function : functions) {
            encoder.write(function);
        }
        assertTrue(encoder.isComplete());
        return output.toBytes();
    }
}
