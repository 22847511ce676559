package io.github.mewe.equivalence.derivation;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.OpaqueKind;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks changes in functions that are too large to compare as a whole. */
class ChangedPartsTest {
    private static final int MOST_NODES = 100;
    private static final Expr X = local(0);
    private static final Expr Y = local(1);

    private final StepChecker checker =
            new StepChecker(new UnknownModule(), new CheckLimits(MOST_NODES, 10_000, 10_000));

    private static Expr local(int index) {
        return new LocalGet(index, ValueType.I32);
    }

    private static Expr of(BinaryOperator operator, Expr left, Expr right) {
        return IntBinary.of(operator, ValueType.I32, left, right);
    }

    private static Expr add(Expr left, int right) {
        return of(BinaryOperator.ADD, left, Const.i32(right));
    }

    private static Expr use(Expr... operands) {
        return new Call("use", List.of(operands), false, ValueType.NONE);
    }

    private static Block block(Expr... items) {
        return new Block(null, List.of(items), items[items.length - 1].type());
    }

    /** Code between the changes, which makes the function too large. */
    private static final Block BETWEEN = between();

    private static Block between() {
        List<Expr> items = new ArrayList<>();
        for (int i = 0; i < MOST_NODES; i++) {
            items.add(use(add(X, i)));
        }
        return new Block(null, items, ValueType.NONE);
    }

    private boolean areProved(Expr before, Expr after) {
        return checker.check(body(before), body(after)).isAccepted();
    }

    private static CheckedBody body(Expr root) {
        var signature = new Signature(List.of(ValueType.I32, ValueType.I32), ValueType.NONE);
        return CheckedBody.of(new FunctionBody("f", signature, List.of(ValueType.I32, ValueType.I32), root));
    }

    private void check(boolean isEquivalent, Expr before, Expr after) {
        assertEquals(isEquivalent, areProved(before, after));
    }

    @Test
    void aPartKnowsTheValuesOfLocals() {
        Expr set = LocalSet.set(2, of(BinaryOperator.AND, X, Const.i32(15)));
        Expr less = of(BinaryOperator.LT_U, local(2), Const.i32(16));
        check(
                true,
                block(set, BETWEEN, use(less), use(local(2))),
                block(set, BETWEEN, use(Const.i32(1)), use(local(2))));
        Expr other = LocalSet.set(2, Y);
        Expr maybe = new If(Y, other, null, ValueType.NONE);
        check(
                false,
                block(set, maybe, BETWEEN, use(less), use(local(2))),
                block(set, maybe, BETWEEN, use(Const.i32(1)), use(local(2))));
        Expr changed = LocalSet.set(0, Y);
        Expr masked = of(BinaryOperator.AND, X, Const.i32(15));
        check(true, block(set, BETWEEN, use(masked), use(local(2))), block(set, BETWEEN, use(local(2)), use(local(2))));
        check(
                false,
                block(set, changed, BETWEEN, use(masked), use(local(2))),
                block(set, changed, BETWEEN, use(local(2)), use(local(2))));
    }

    @Test
    void aPartKnowsTheConditionsAroundIt() {
        Expr isLess = of(BinaryOperator.LT_U, X, Const.i32(4));
        Expr masked = use(of(BinaryOperator.AND, X, Const.i32(3)));
        check(
                true,
                block(BETWEEN, new If(isLess, block(masked, BETWEEN), null, ValueType.NONE)),
                block(BETWEEN, new If(isLess, block(use(X), BETWEEN), null, ValueType.NONE)));
        check(
                false,
                block(BETWEEN, new If(isLess, BETWEEN, block(masked, BETWEEN), ValueType.NONE)),
                block(BETWEEN, new If(isLess, BETWEEN, block(use(X), BETWEEN), ValueType.NONE)));
        check(
                false,
                block(BETWEEN, new If(isLess, BETWEEN, null, ValueType.NONE), masked),
                block(BETWEEN, new If(isLess, BETWEEN, null, ValueType.NONE), use(X)));
    }

    @Test
    void aDeadLocalMayBeWritten() {
        Expr twice = block(LocalSet.set(2, add(Y, 7)), use(of(BinaryOperator.ADD, local(2), local(2))));
        Expr once = use(of(BinaryOperator.SHL, add(Y, 7), Const.i32(1)));
        check(true, block(once, BETWEEN), block(twice, BETWEEN));
        check(false, block(once, BETWEEN, use(local(2))), block(twice, BETWEEN, use(local(2))));
        check(
                false,
                block(new Loop("l", block(use(local(2)), once, BETWEEN, Break.ifTrue("l", Y)), ValueType.NONE)),
                block(new Loop("l", block(use(local(2)), twice, BETWEEN, Break.ifTrue("l", Y)), ValueType.NONE)));
        check(
                true,
                block(new Loop(
                        "l",
                        block(LocalSet.set(2, X), use(local(2)), once, BETWEEN, Break.ifTrue("l", Y)),
                        ValueType.NONE)),
                block(new Loop(
                        "l",
                        block(LocalSet.set(2, X), use(local(2)), twice, BETWEEN, Break.ifTrue("l", Y)),
                        ValueType.NONE)));
    }

    @Test
    void aDeadLocalHasNoKnownValue() {
        Expr set = LocalSet.set(2, add(X, 1));
        // The first change overwrites the local that the second one reads.
        check(
                false,
                block(set, use(local(2)), BETWEEN, new Drop(Y), BETWEEN, use(add(X, 1))),
                block(set, use(local(2)), BETWEEN, LocalSet.set(2, Y), BETWEEN, use(local(2))));
    }

    @Test
    void commonSubtreesMayBeAnything() {
        Expr call = new Call("any", List.of(X), false, ValueType.I32);
        Expr product = of(BinaryOperator.MUL, call, add(Y, 3));
        check(
                true,
                block(BETWEEN, use(of(BinaryOperator.MUL, product, Const.i32(2)))),
                block(BETWEEN, use(of(BinaryOperator.SHL, product, Const.i32(1)))));
        Expr second = new Call("any", List.of(Y), false, ValueType.I32);
        check(
                false,
                block(BETWEEN, use(of(BinaryOperator.ADD, call, second))),
                block(BETWEEN, use(of(BinaryOperator.ADD, second, call))));
    }

    @Test
    void changesThatDependOnEachOtherAreComparedTogether() {
        Expr minus = use(add(local(2), -1));
        check(
                true,
                block(BETWEEN, LocalSet.set(2, add(Y, 1)), minus, BETWEEN),
                block(BETWEEN, LocalSet.set(2, add(Y, 2)), use(add(local(2), -2)), BETWEEN));
        // Between the two, the local has another value than before.
        check(
                false,
                block(BETWEEN, LocalSet.set(2, add(Y, 1)), use(add(local(2), -1)), use(add(Y, 1)), BETWEEN),
                block(BETWEEN, LocalSet.set(2, add(Y, 2)), use(add(local(2), -2)), use(local(2)), BETWEEN));
    }

    @Test
    void anExceptionMayLeaveAPart() {
        Expr set = LocalSet.set(2, X);
        Expr call = use(Y);
        Expr both = new Opaque(new Try(), List.of(block(set, call, BETWEEN), use(local(2))), ValueType.NONE);
        Expr swapped = new Opaque(new Try(), List.of(block(call, set, BETWEEN), use(local(2))), ValueType.NONE);
        check(false, both, swapped);
        check(true, block(set, call, BETWEEN, use(local(2))), block(call, set, BETWEEN, use(local(2))));
    }

    /** A legacy try with one handler. */
    private static final class Try implements Opaque.Template {
        @Override
        public boolean hasLabels() {
            return false;
        }

        @Override
        public boolean isPinned() {
            return false;
        }

        @Override
        public boolean leavesFunction() {
            return false;
        }

        @Override
        public boolean hasHandlers() {
            return true;
        }

        @Override
        public boolean isBranch() {
            return false;
        }

        @Override
        public String branchLabel() {
            return null;
        }

        @Override
        public boolean branchesIfNotNull() {
            return false;
        }

        @Override
        public boolean isSameBranchAs(Opaque.Template other) {
            return false;
        }

        @Override
        public boolean isNonNullAssertion() {
            return false;
        }

        @Override
        public OpaqueKind kind() {
            return new OpaqueKind.Try(null, List.of("tag"), null);
        }

        @Override
        public boolean isSameAs(Opaque.Template other) {
            return other instanceof Try;
        }

        @Override
        public boolean isSameIfNotNull(Opaque.Template other) {
            return isSameAs(other);
        }

        @Override
        public int operationHash() {
            return 1;
        }
    }
}
