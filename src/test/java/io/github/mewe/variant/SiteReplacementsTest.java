package io.github.mewe.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteReplacementsTest {
    private static final Expr X = new LocalGet(0, ValueType.I32);
    private static final Expr SEVEN = new Const(ValueType.I32, 7);

    @Test
    void nestedReplacementsTakeOneRoundEach() {
        Expr inner = binary(BinaryOperator.ADD, X, SEVEN);
        Expr other = binary(BinaryOperator.ADD, SEVEN, X);
        Expr newInner = binary(BinaryOperator.ADD, SEVEN, X);
        Expr newOther = binary(BinaryOperator.ADD, X, SEVEN);
        Expr newRoot = binary(BinaryOperator.MUL, newOther, newInner);
        var replacements = new SiteReplacements();
        replacements.add(2, "commute", newInner);
        replacements.add(5, "commute", newOther);
        replacements.add(6, "swap", newRoot);

        FunctionBody before = body(binary(BinaryOperator.MUL, inner, other));
        FunctionBody after = body(newRoot);
        List<DerivationStep> rounds = replacements.rounds("test", Variant.original(before), after);

        assertEquals(
                List.of(new Step("test", "commute", List.of(2, 5)), new Step("test", "swap", List.of(6))),
                replacements.steps("test"));
        assertEquals(2, rounds.size());
        assertEquals(
                List.of(new Step("test", "commute", List.of(2, 5))),
                rounds.get(0).applied());
        assertEquals(
                binary(BinaryOperator.MUL, newInner, newOther),
                rounds.get(0).body().root());
        assertEquals(
                List.of(new Step("test", "swap", List.of(6))), rounds.get(1).applied());
        assertSame(after, rounds.get(1).body());
    }

    @Test
    void theReplacementOfAConditionDoesNotContainThoseOfTheArms() {
        Expr arm = binary(BinaryOperator.ADD, X, SEVEN);
        Expr newArm = binary(BinaryOperator.SUB, X, new Const(ValueType.I32, -7));
        Expr condition = binary(BinaryOperator.NE, X, SEVEN);
        Expr newCondition = binary(BinaryOperator.XOR, X, SEVEN);
        var replacements = new SiteReplacements();
        replacements.add(5, "negate", newArm);
        replacements.addChild(7, 0, "truth", newCondition);

        FunctionBody before = body(new If(condition, arm, X, ValueType.I32));
        FunctionBody after = body(new If(newCondition, newArm, X, ValueType.I32));
        List<DerivationStep> rounds = replacements.rounds("test", Variant.original(before), after);

        assertEquals(1, rounds.size());
        assertSame(after, rounds.get(0).body());
    }

    private static Expr binary(BinaryOperator operator, Expr left, Expr right) {
        return IntBinary.of(operator, ValueType.I32, left, right);
    }

    private static FunctionBody body(Expr root) {
        return new FunctionBody("f", new Signature(List.of(ValueType.I32), ValueType.I32), List.of(), root);
    }
}
