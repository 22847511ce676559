package io.github.mewe.equivalence.derivation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Drop;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;

class NonNullLocalsTest {
    private static final Expr READ = new Drop(new LocalGet(1, ValueType.REFERENCE));
    private static final Expr WRITE = LocalSet.set(1, new Call("g", List.of(), false, ValueType.REFERENCE));

    @Test
    void aReadThatMayComeFirstNeedsAnAssertion() {
        var nonNull = new UnknownModule(false);
        assertFalse(NonNullLocals.needsAssertions(body(WRITE, READ), nonNull));
        assertTrue(NonNullLocals.needsAssertions(body(READ, WRITE), nonNull));
        Expr maybe = new If(new LocalGet(0, ValueType.I32), WRITE, null, ValueType.NONE);
        assertTrue(NonNullLocals.needsAssertions(body(maybe, READ), nonNull));
        assertFalse(NonNullLocals.needsAssertions(body(READ, WRITE), new UnknownModule(true)), "the type admits null");
    }

    @Test
    void aStepMustNotReadSuchALocalFirst() {
        var checker = new StepChecker(new UnknownModule(false));
        CheckedBody valid = CheckedBody.of(body(WRITE, READ));
        CheckedBody invalid = CheckedBody.of(body(READ, WRITE));
        assertEquals(
                new CheckResult.Rejected("a local whose type excludes null may be read before it is written"),
                checker.check(valid, invalid));
    }

    private static FunctionBody body(Expr... items) {
        var signature = new Signature(List.of(ValueType.I32), ValueType.NONE);
        return new FunctionBody("f", signature, List.of(ValueType.REFERENCE), block(items));
    }

    private static Expr block(Expr... items) {
        return new Block(null, List.of(items), ValueType.NONE);
    }
}
