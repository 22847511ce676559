package io.github.mewe.variant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.VectorConst;
import io.github.mewe.variant.GlobalReads;
import io.github.mewe.variant.TemporaryLocals;
import io.github.mewe.variant.UnknownValues;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests that operands are evaluated as often as before, and in the same order. */
class RuleApplicationTest {
    private static final FunctionBody FUNCTION =
            new FunctionBody("f", new Signature(List.of(ValueType.I32), ValueType.I32), List.of(), Const.i32(0));
    private static final UnknownValues NO_VALUES = new UnknownValues(FUNCTION, new GlobalReads(List.of()));
    private static final long ONES_16 = 0x0001_0001_0001_0001L;
    private static final Expr ONE = new Call("one", List.of(), false, ValueType.I32);
    private static final Expr TWO = new Call("two", List.of(), false, ValueType.I32);

    @Test
    void evaluatesARepeatedOperandOnce() {
        Expr result = apply("value r: (add x y) => (add (xor x y) (shl (and x y) 1))", add(ONE, TWO))
                .orElseThrow();
        assertEquals(List.of("one", "two"), calls(result));
    }

    @Test
    void evaluatesReorderedOperandsBeforehand() {
        Expr result = apply("value r: (add x y) => (add y x)", add(ONE, TWO)).orElseThrow();
        assertEquals(List.of("one", "two"), calls(result));
        assertInstanceOf(Block.class, result);
    }

    @Test
    void readsALocalInPlaceIfAnotherOperandWritesIt() {
        Expr read = new LocalGet(0, ValueType.I32);
        Expr write = LocalSet.tee(0, ONE);
        Expr result = apply(
                        "value r: (sub x y) => (add x (add (not y) 1))",
                        IntBinary.of(BinaryOperator.SUB, ValueType.I32, read, write))
                .orElseThrow();
        // Used once each, in the same order: no temporary is needed.
        assertEquals(read, ((IntBinary) result).left());
        Expr twice = apply("value r: (add x y) => (sub (add y (add x x)) x)", add(read, write))
                .orElseThrow();
        Block block = assertInstanceOf(Block.class, twice);
        assertEquals(LocalSet.set(1, read), block.items().get(0), "the read comes first, into a temporary");
    }

    @Test
    void appliesNoSuchRuleWithoutTemporaries() {
        var application = RuleApplication.match(
                        PreparedRule.of(RuleParser.parse("value r: (add x y) => (add (xor x y) (shl (and x y) 1))")),
                        add(ONE, TWO))
                .orElseThrow();
        var none = new TemporaryLocals(FUNCTION, false);
        assertTrue(
                application.replacement(new VariantRandom(1), NO_VALUES, none).isEmpty());
    }

    @Test
    void appliesARuleOnlyIfItsConditionHolds() {
        RewriteRule rule = RuleParser.parse("value r: (mul x c) => (shl x {ctz c}) where (eq (popcnt c) 1)");
        Expr three = IntBinary.of(BinaryOperator.MUL, ValueType.I32, ONE, Const.i32(3));
        Expr eight = IntBinary.of(BinaryOperator.MUL, ValueType.I32, ONE, Const.i32(8));
        assertTrue(apply(rule, three).isEmpty());
        assertEquals(
                IntBinary.of(BinaryOperator.SHL, ValueType.I32, ONE, Const.i32(3)),
                apply(rule, eight).orElseThrow());
    }

    @Test
    void keepsTheOrderOfFloats() {
        Expr one = new Call("one", List.of(), false, ValueType.F64);
        Expr two = new Call("two", List.of(), false, ValueType.F64);
        Expr result = apply("value r: (F.lt x y) => (F.gt y x)", Numeric.of("f64.lt", one, two))
                .orElseThrow();
        assertEquals(List.of("one", "two"), calls(result));
        assertEquals(ValueType.I32, result.type());
    }

    @Test
    void readsANumberAsTheBitsOfAFloat() {
        Expr one = new Call("one", List.of(), false, ValueType.F32);
        assertEquals(
                Numeric.of("f32.copysign", one, Const.zero(ValueType.F32)),
                apply("float r: (F.abs x) => (F.copysign x 0)", Numeric.of("f32.abs", one))
                        .orElseThrow());
        var half = new Const(ValueType.F64, Double.doubleToRawLongBits(0.5));
        assertEquals(
                Numeric.of("f64.reinterpret_i64", new Const(ValueType.I64, ~half.bits())),
                apply("float r: c => (F.reinterpret_I {not c})", half).orElseThrow());
    }

    @Test
    void readsANumberAsAVectorWithItInEveryLane() {
        Expr one = new Call("one", List.of(), false, ValueType.V128);
        String rule = "vector r: (L.neg x) => (L.add (v128.not x) 1)";
        assertEquals(
                Numeric.of("i16x8.add", Numeric.of("v128.not", one), new VectorConst(ONES_16, ONES_16)),
                apply(rule, Numeric.of("i16x8.neg", one)).orElseThrow());
        assertEquals(
                Numeric.of("i64x2.add", Numeric.of("v128.not", one), new VectorConst(1, 1)),
                apply(rule, Numeric.of("i64x2.neg", one)).orElseThrow());
        Expr count = Numeric.of("i8x16.shr_u", one, Const.i32(3));
        assertEquals(
                Numeric.of(
                        "v128.and",
                        Numeric.of("i8x16.shr_s", one, Const.i32(3)),
                        new VectorConst(0x1F1F_1F1F_1F1F_1F1FL, 0x1F1F_1F1F_1F1F_1F1FL)),
                apply("vector r: (L.shr_u x c) => (v128.and (L.shr_s x c) {sub (shl 1 (sub bits (wide c))) 1})", count)
                        .orElseThrow());
    }

    @Test
    void derivesWidthsFromTheOperationsOfARule() {
        assertEquals(
                List.of(8, 16, 32),
                RuleParser.parse("vector r: (L.min_u x y) => (L.min_u y x)").widths());
        assertEquals(
                List.of(16, 32, 64),
                RuleParser.parse("vector r: (L.mul x y) => (L.mul y x)").widths());
        assertEquals(
                List.of(64),
                RuleParser.parse("vector r: (v128.not x) => (v128.xor x -1)").widths());
        assertEquals(
                List.of(32, 64),
                RuleParser.parse("value r: (F.lt x y) => (F.gt y x)").widths());
    }

    private static Expr add(Expr left, Expr right) {
        return IntBinary.of(BinaryOperator.ADD, ValueType.I32, left, right);
    }

    private static Optional<Expr> apply(String rule, Expr expr) {
        return apply(RuleParser.parse(rule), expr);
    }

    private static Optional<Expr> apply(RewriteRule rule, Expr expr) {
        return RuleApplication.match(PreparedRule.of(rule), expr)
                .flatMap(a -> a.replacement(new VariantRandom(1), NO_VALUES, new TemporaryLocals(FUNCTION, true)));
    }

    /** The calls of an expression in evaluation order. */
    private static List<String> calls(Expr expr) {
        var calls = new ArrayList<String>();
        expr.children().forEach(child -> calls.addAll(calls(child)));
        if (expr instanceof Call call) {
            calls.add(call.target());
        }
        return calls;
    }
}
