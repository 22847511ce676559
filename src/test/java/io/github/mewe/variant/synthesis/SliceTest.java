package io.github.mewe.variant.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Drop;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.wasm.ValueType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests how far a slice reaches, and where it must stop. */
class SliceTest {
    private static final LocalGet A = get(0);
    private static final LocalGet B = get(1);
    private static final Expr CALL = new Call("f", List.of(), false, ValueType.I32);

    @Test
    void reachesThroughOperationsDownToInputs() {
        assertEquals("add mul i0 i1 xor i1 i2", at(add(xor(A, B), mul(CALL, A))));
    }

    @Test
    void treatsOperationsThatMayTrapAsInputs() {
        assertEquals("add i0 i1", at(add(A, binary(BinaryOperator.DIV_U, A, B))));
        assertEquals("add div_u i0 10 i0", at(add(A, binary(BinaryOperator.DIV_U, A, Const.i32(10)))));
        assertEquals("add i0 i1", at(add(A, binary(BinaryOperator.DIV_S, A, Const.i32(-1)))));
        assertEquals("add i0 i1", at(add(A, binary(BinaryOperator.REM_U, A, Const.i32(0)))));
    }

    @Test
    void hasAtMostFourInputs() {
        assertEquals("add add i0 i1 add i2 i3", at(add(add(get(0), get(1)), add(get(2), add(get(3), get(4))))));
    }

    @Test
    void reachesThroughLocalsAcrossStatements() {
        assertEquals("add i0 xor i0 i1", last(LocalSet.set(5, xor(A, B)), add(get(5), A)));
        assertEquals(
                "add i0 shl xor i0 i1 3",
                last(
                        LocalSet.set(5, xor(A, B)),
                        LocalSet.set(6, binary(BinaryOperator.SHL, get(5), Const.i32(3))),
                        add(get(6), A)));
    }

    @Test
    void doesNotLookThroughALocalAfterAChange() {
        Expr definition = LocalSet.set(5, xor(A, B));
        Expr use = add(get(5), A);
        assertEquals("add i0 i1", last(definition, LocalSet.set(0, CALL), use), "the operands of its definition");
        assertEquals("add i0 i1", last(definition, LocalSet.set(5, CALL), use), "the local");
        assertEquals("add i0 i1", last(LocalSet.set(5, xor(A, CALL)), use), "a call cannot be made again");
    }

    @Test
    void doesNotLookThroughALocalAtAJoin() {
        Expr definition = LocalSet.set(5, xor(A, B));
        Expr use = add(get(5), A);
        assertEquals("add i0 i1", last(new If(CALL, definition, null, ValueType.NONE), use), "an arm");
        assertEquals(
                "add i0 i1",
                last(Block.of("out", Break.ifTrue("out", CALL), definition), use),
                "a part of a block that a branch leaves");
        assertEquals(
                "add i0 i1",
                at(new Loop(
                        "again",
                        new Block(null, List.of(new Drop(use), LocalSet.set(0, CALL), definition), ValueType.NONE),
                        ValueType.NONE)),
                "the previous iteration");
        assertEquals(
                "add i0 xor i0 i1",
                last(definition, new If(CALL, LocalSet.set(7, CALL), null, ValueType.NONE), use),
                "an unrelated arm");
        assertEquals(
                "add i0 xor i0 i1",
                last(new Block(null, List.of(definition), ValueType.NONE), use),
                "a block without branches out of it");
    }

    @Test
    void findsNoneIfAnInputWritesALocalOfTheSlice() {
        assertEquals("none", at(add(A, mul(LocalSet.tee(0, CALL), B))));
    }

    /** An input may write a local that a definition was computed from, before the definition's local is read. */
    @Test
    void looksThroughADefinitionAsAWholeOrNotAtAll() {
        LocalSet definition = LocalSet.set(5, mul(xor(A, B), xor(A, mul(A, B))));
        Expr use = add(LocalSet.tee(0, CALL), get(5));
        assertEquals("add i0 i1", last(definition, use), "its input is written");
        for (int most = 1; most <= 6; most++) {
            for (Expr input : slice(most, definition, add(CALL, get(5))).inputs()) {
                assertTrue(
                        input instanceof LocalGet || input == CALL,
                        "with " + most + " operations an input is " + input);
            }
        }
    }

    private static Slice slice(int maxOperations, LocalSet definition, Expr root) {
        var definitions = new Definitions(new Block(null, List.of(definition, root), ValueType.I32));
        definitions.write(definition);
        return Slice.at(root, definitions, maxOperations).orElseThrow();
    }

    private static String last(Expr... items) {
        return at(new Block(null, List.of(items), items[items.length - 1].type()));
    }

    /** The slice at the last addition in execution order. */
    private static String at(Expr root) {
        var found = new String[] {"none"};
        new SliceWalk(root) {
            @Override
            protected Expr visit(Expr expr) {
                Optional<Slice> slice = expr instanceof IntBinary binary && binary.operator() == BinaryOperator.ADD
                        ? Slice.at(expr, definitions(), 16)
                        : Optional.empty();
                walkChildren(expr);
                slice.ifPresent(s ->
                        found[0] = FormulaText.format(Canonical.of(s.formula()).concrete()));
                return expr;
            }
        }.walk(root);
        return found[0];
    }

    private static LocalGet get(int local) {
        return new LocalGet(local, ValueType.I32);
    }

    private static Expr add(Expr left, Expr right) {
        return binary(BinaryOperator.ADD, left, right);
    }

    private static Expr xor(Expr left, Expr right) {
        return binary(BinaryOperator.XOR, left, right);
    }

    private static Expr mul(Expr left, Expr right) {
        return binary(BinaryOperator.MUL, left, right);
    }

    private static Expr binary(BinaryOperator operator, Expr left, Expr right) {
        return IntBinary.of(operator, ValueType.I32, left, right);
    }
}
