package io.github.mewe.equivalence.derivation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Nop;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.wasm.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalFormTest {
    private static final Signature SIGNATURE = new Signature(List.of(ValueType.I32), ValueType.I32);
    private static final Expr X = local(0);

    private static CheckedBody body(Expr root) {
        return CheckedBody.of(new FunctionBody("f", SIGNATURE, List.of(ValueType.I32, ValueType.I32), root));
    }

    private static void check(boolean same, Expr one, Expr other) {
        assertEquals(same, NormalForm.areSame(body(one), body(other), new UnknownModule()));
        assertEquals(same, NormalForm.areSame(body(other), body(one), new UnknownModule()));
    }

    private static Expr local(int index) {
        return new LocalGet(index, ValueType.I32);
    }

    private static Expr call() {
        return new Call("g", List.of(), false, ValueType.I32);
    }

    private static Expr block(String label, Expr... items) {
        return new Block(label, List.of(items), items[items.length - 1].type());
    }

    private static Expr minus(Expr left, Expr right) {
        return IntBinary.of(BinaryOperator.SUB, ValueType.I32, left, right);
    }

    @Test
    void blocksWithoutLabelsMayBeginBeforeOperands() {
        Expr set = LocalSet.set(1, call());
        check(true, minus(block(null, set, local(1)), X), block(null, set, minus(local(1), X)));
        check(false, minus(call(), block(null, set, local(1))), block(null, set, minus(call(), local(1))));
        check(false, minus(block(null, set, local(1)), X), block(null, set, minus(X, local(1))));
    }

    @Test
    void localsMayChangePlaces() {
        check(true, block(null, LocalSet.set(1, X), local(1)), block(null, LocalSet.set(2, X), local(2)));
        check(false, block(null, LocalSet.set(1, X), local(1)), block(null, LocalSet.set(1, X), local(2)));
        check(false, block(null, LocalSet.set(1, X), local(2)), block(null, LocalSet.set(1, X), local(1)));
        check(false, block(null, LocalSet.set(1, X), local(1)), block(null, LocalSet.set(0, X), local(0)));
    }

    @Test
    void blocksThatNoBranchLeadsToDoNotCount() {
        Expr leave = Break.ifTrue("a", X);
        check(true, block("a", LocalSet.set(1, call()), local(1)), block(null, LocalSet.set(1, call()), local(1)));
        check(true, block(null, block("a", leave, new Nop()), X), block(null, block("b", Break.ifTrue("b", X)), X));
        check(
                false,
                block("a", block("b", Break.ifTrue("a", X), Break.ifTrue("b", X)), new Unreachable()),
                block("a", block("b", Break.ifTrue("b", X), Break.ifTrue("a", X)), new Unreachable()));
    }

    @Test
    void codeThatCannotBeReachedDoesNotCount() {
        check(true, block(null, new Return(X), new Return(call())), new Return(X));
        check(true, minus(new Return(X), call()), new Return(X));
        Expr choice = new If(X, new Return(X), new Nop(), ValueType.NONE);
        check(true, block(null, choice, call()), block(null, new If(X, new Return(X), null, ValueType.NONE), call()));
        check(false, block(null, choice, call()), new Return(X));
        check(
                false,
                block(null, choice, call()),
                block(null, new If(X, new Nop(), new Return(X), ValueType.NONE), call()));
        Expr ends = new If(X, new Return(X), new Unreachable(), ValueType.UNREACHABLE);
        check(true, ends, block(null, new If(X, new Return(X), new Unreachable(), ValueType.NONE), new Unreachable()));
        check(false, ends, block(null, new If(X, new Return(X), new Unreachable(), ValueType.NONE), Const.i32(1)));
    }
}
