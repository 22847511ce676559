package io.github.mewe.equivalence.derivation;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Drop;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Memory;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.Store;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.wasm.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepCheckerTest {
    private static final Memory MEMORY = new Memory("0", false, false);
    private static final Expr X = new LocalGet(0, ValueType.I32);
    private static final Expr Y = new LocalGet(1, ValueType.I32);

    private final StepChecker checker = new StepChecker(new UnknownModule(), true);

    private static CheckedBody body(Expr root) {
        var signature = new Signature(List.of(ValueType.I32, ValueType.I32), ValueType.I32);
        return CheckedBody.of(new FunctionBody("f", signature, List.of(ValueType.I32, ValueType.I32), root));
    }

    private void accepts(Expr before, Expr after) {
        CheckResult result = checker.check(body(before), body(after));
        assertTrue(result.isAccepted(), result::toString);
    }

    private void rejects(Expr before, Expr after) {
        assertInstanceOf(CheckResult.Rejected.class, checker.check(body(before), body(after)));
    }

    private static Expr of(BinaryOperator operator, Expr left, Expr right) {
        return IntBinary.of(operator, ValueType.I32, left, right);
    }

    private static Expr load(long offset, Expr address) {
        return Load.whole(MEMORY, offset, ValueType.I32, address);
    }

    private static Expr store(int bytes, long offset, Expr address, Expr value) {
        return new Store(MEMORY, offset, 1, bytes, ValueType.I32, address, value);
    }

    private static Expr then(Expr... items) {
        return new Block(null, List.of(items), items[items.length - 1].type());
    }

    @Test
    void accessesOfSharedAndWideMemoriesStayInOrder() {
        Memory shared = new Memory("shared", true, false);
        Memory wide = new Memory("wide", false, true);
        Expr address = IntUnary.of(UnaryOperator.EXTEND_U, ValueType.I32, X);
        for (Memory memory : List.of(shared, wide)) {
            Expr place = memory.is64() ? address : X;
            Expr read = Load.whole(memory, 8, ValueType.I32, place);
            Expr write = new Store(memory, 16, 1, 4, ValueType.I32, place, Y);
            accepts(
                    then(write, of(BinaryOperator.MUL, read, Const.i32(2))),
                    then(write, of(BinaryOperator.SHL, read, Const.i32(1))));
            rejects(of(BinaryOperator.ADD, read, read), of(BinaryOperator.SHL, read, Const.i32(1)));
            rejects(read, Load.whole(memory, 9, ValueType.I32, place));
            rejects(
                    then(write, Const.i32(1)),
                    then(new Store(memory, 16, 1, 2, ValueType.I32, place, Y), Const.i32(1)));
            rejects(then(write, read), then(LocalSet.set(2, read), write, new LocalGet(2, ValueType.I32)));
            rejects(then(write, Const.i32(1)), Const.i32(1));
        }
    }

    @Test
    void mixedBooleanArithmeticIsArithmetic() {
        accepts(
                of(BinaryOperator.ADD, X, Y),
                of(
                        BinaryOperator.ADD,
                        of(BinaryOperator.XOR, X, Y),
                        of(BinaryOperator.SHL, of(BinaryOperator.AND, X, Y), Const.i32(1))));
        rejects(
                of(BinaryOperator.ADD, X, Y),
                of(
                        BinaryOperator.ADD,
                        of(BinaryOperator.XOR, X, Y),
                        of(BinaryOperator.SHL, of(BinaryOperator.AND, X, Y), Const.i32(2))));
        rejects(of(BinaryOperator.SUB, X, Y), of(BinaryOperator.SUB, Y, X));
    }

    @Test
    void aConditionMayHoldForAllValues() {
        Expr sum = of(BinaryOperator.ADD, X, Const.i32(554));
        accepts(of(BinaryOperator.LE_U, of(BinaryOperator.AND, X, sum), X), Const.i32(1));
        rejects(of(BinaryOperator.LT_U, of(BinaryOperator.AND, X, sum), X), Const.i32(1));
        rejects(of(BinaryOperator.LE_U, of(BinaryOperator.AND, Y, sum), X), Const.i32(1));
    }

    @Test
    void anAddressMayBeSaturated() {
        Expr sum = of(BinaryOperator.ADD, X, Const.i32(6));
        Expr wraps = of(BinaryOperator.GT_U, X, Const.i32(~6));
        accepts(load(8, X), load(2, Select.of(Const.i32(-1), sum, wraps, ValueType.I32)));
        accepts(load(8, X), load(2, of(BinaryOperator.OR, sum, of(BinaryOperator.SUB, Const.i32(0), wraps))));
        rejects(load(8, X), load(2, sum));
        rejects(load(8, X), load(2, Select.of(Const.i32(-8), sum, wraps, ValueType.I32)));
    }

    @Test
    void aStoreMayBeSplitFromItsEnd() {
        Expr high = of(BinaryOperator.SHR_U, Y, Const.i32(16));
        accepts(then(store(4, 0, X, Y), X), then(store(2, 2, X, high), store(2, 0, X, Y), X));
        // A trap of the second store would come after the first one.
        rejects(then(store(4, 0, X, Y), X), then(store(2, 0, X, Y), store(2, 2, X, high), X));
        rejects(then(store(4, 0, X, Y), X), then(store(2, 2, X, Y), store(2, 0, X, Y), X));
    }

    @Test
    void controlFlowMayChange() {
        Expr set = LocalSet.set(2, Const.i32(7));
        Expr z = new LocalGet(2, ValueType.I32);
        accepts(
                then(new If(X, set, null, ValueType.NONE), z),
                of(BinaryOperator.MUL, Const.i32(7), of(BinaryOperator.NE, X, Const.i32(0))));
        rejects(then(new If(X, set, null, ValueType.NONE), z), of(BinaryOperator.MUL, Const.i32(7), X));
        rejects(new Unreachable(), X);
    }

    private static Expr counting(Expr step, Expr... first) {
        Expr i = new LocalGet(2, ValueType.I32);
        Expr next = of(BinaryOperator.ADD, i, Const.i32(1));
        Expr body = then(
                store(1, 0, of(BinaryOperator.ADD, X, i), step),
                Break.ifTrue("l", of(BinaryOperator.LT_U, LocalSet.tee(2, next), Y)));
        Expr loop = new Loop("l", body, ValueType.NONE);
        return new Block(
                null, Stream.concat(Arrays.stream(first), Stream.of(loop, i)).toList(), ValueType.I32);
    }

    @Test
    void loopsAreRelatedByInduction() {
        Expr i = new LocalGet(2, ValueType.I32);
        accepts(counting(i), counting(of(BinaryOperator.SUB, of(BinaryOperator.ADD, i, Y), Y)));
        rejects(counting(i), counting(of(BinaryOperator.ADD, i, Const.i32(1))));
        rejects(counting(i), counting(i, LocalSet.set(2, Const.i32(1))));
    }

    @Test
    void aLoopThatNeverEndsIsNoEnd() {
        Expr forever = new Loop("l", Break.to("l"), ValueType.UNREACHABLE);
        rejects(forever, X);
        rejects(X, forever);
        Expr waits = then(new Loop("l", Break.ifTrue("l", load(0, X)), ValueType.NONE), Y);
        rejects(waits, then(new Drop(load(0, X)), Y));
    }

    @Test
    void callsStayInOrder() {
        Expr f = new Call("f", List.of(X), false, ValueType.I32);
        Expr g = new Call("g", List.of(Y), false, ValueType.I32);
        accepts(of(BinaryOperator.ADD, f, g), of(BinaryOperator.SUB, f, of(BinaryOperator.SUB, Const.i32(0), g)));
        rejects(of(BinaryOperator.ADD, f, g), of(BinaryOperator.ADD, g, f));
        rejects(of(BinaryOperator.ADD, f, f), of(BinaryOperator.SHL, f, Const.i32(1)));
        rejects(
                then(store(4, 0, X, Y), f),
                then(LocalSet.set(2, f), store(4, 0, X, Y), new LocalGet(2, ValueType.I32)));
    }

    @Test
    void returnsCountAsEnds() {
        accepts(X, new Return(X));
        rejects(X, new Return(Y));
    }
}
