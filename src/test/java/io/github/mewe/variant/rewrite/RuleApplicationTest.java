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
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.ValueType;
import io.github.mewe.variant.Temporaries;
import io.github.mewe.variant.VariantRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How operands are evaluated: as often as before, and in the same order. */
class RuleApplicationTest {
    private static final FunctionBody FUNCTION =
            new FunctionBody("f", new Signature(List.of(ValueType.I32), ValueType.I32), List.of(), Const.i32(0));
    private static final Expr ONE = new Call("one", List.of(), false, ValueType.I32);
    private static final Expr TWO = new Call("two", List.of(), false, ValueType.I32);

    @Test
    void anOperandThatIsUsedTwiceIsEvaluatedOnce() {
        Expr result = apply("value r: (add x y) => (add (xor x y) (shl (and x y) 1))", add(ONE, TWO))
                .orElseThrow();
        assertEquals(List.of("one", "two"), calls(result));
    }

    @Test
    void operandsThatWouldChangePlacesAreEvaluatedBefore() {
        Expr result = apply("value r: (add x y) => (add y x)", add(ONE, TWO)).orElseThrow();
        assertEquals(List.of("one", "two"), calls(result));
        assertInstanceOf(Block.class, result);
    }

    @Test
    void aLocalThatAnotherOperandWritesIsReadInItsPlace() {
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
    void withoutTemporariesSuchARuleIsNotApplied() {
        var application = RuleApplication.match(
                        RuleParser.parse("value r: (add x y) => (add (xor x y) (shl (and x y) 1))"), add(ONE, TWO))
                .orElseThrow();
        var none = new Temporaries(FUNCTION, false);
        assertTrue(
                application.replacement(new VariantRandom(1), List.of(), none).isEmpty());
    }

    @Test
    void aConditionKeepsARuleAway() {
        RewriteRule rule = RuleParser.parse("value r: (mul x c) => (shl x {ctz c}) where (eq (popcnt c) 1)");
        Expr three = IntBinary.of(BinaryOperator.MUL, ValueType.I32, ONE, Const.i32(3));
        Expr eight = IntBinary.of(BinaryOperator.MUL, ValueType.I32, ONE, Const.i32(8));
        assertTrue(apply(rule, three).isEmpty());
        assertEquals(
                IntBinary.of(BinaryOperator.SHL, ValueType.I32, ONE, Const.i32(3)),
                apply(rule, eight).orElseThrow());
    }

    private static Expr add(Expr left, Expr right) {
        return IntBinary.of(BinaryOperator.ADD, ValueType.I32, left, right);
    }

    private static Optional<Expr> apply(String rule, Expr expr) {
        return apply(RuleParser.parse(rule), expr);
    }

    private static Optional<Expr> apply(RewriteRule rule, Expr expr) {
        return RuleApplication.match(rule, expr)
                .flatMap(a -> a.replacement(new VariantRandom(1), List.of(), new Temporaries(FUNCTION, true)));
    }

    /** The calls of an expression in the order of their evaluation. */
    private static List<String> calls(Expr expr) {
        var calls = new ArrayList<String>();
        expr.children().forEach(child -> calls.addAll(calls(child)));
        if (expr instanceof Call call) {
            calls.add(call.target());
        }
        return calls;
    }
}
