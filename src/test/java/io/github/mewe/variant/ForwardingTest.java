package io.github.mewe.variant;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Drop;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardingTest {
    private static final Expr X = new LocalGet(0, ValueType.I32);
    private static final Expr Y = new LocalGet(1, ValueType.I32);

    @Test
    void recognisesTrampolinesWithParametersAndConstants() {
        assertTrue(isTrampoline(call(Y, X, Const.i32(4))));
        assertTrue(isTrampoline(call()));
        assertTrue(isTrampoline(new Return(call(X))));
        assertTrue(isTrampoline(new Block(null, List.of(call(X)), ValueType.I32)));
        assertTrue(isTrampoline(new Call("g", List.of(X), true, ValueType.UNREACHABLE)));
        Expr noResult = new Call("g", List.of(X), false, ValueType.NONE);
        assertTrue(isTrampoline(new Block(null, List.of(noResult, new Return(null)), ValueType.UNREACHABLE)));
    }

    @Test
    void rejectsFunctionsThatDoMoreThanForward() {
        Expr sum = IntBinary.of(BinaryOperator.ADD, ValueType.I32, X, Y);
        assertFalse(isTrampoline(call(sum)), "an argument is computed");
        assertFalse(isTrampoline(call(new LocalGet(2, ValueType.I32))), "a local");
        assertFalse(isTrampoline(IntBinary.of(BinaryOperator.ADD, ValueType.I32, call(X), Y)), "more than the call");
        assertFalse(isTrampoline(new Block(null, List.of(new Drop(call(X)), call(Y)), ValueType.I32)), "two calls");
        assertFalse(isTrampoline(call(call(X))), "the result of another call");
        assertFalse(isTrampoline(X), "no call");
    }

    private static Expr call(Expr... arguments) {
        return new Call("g", List.of(arguments), false, ValueType.I32);
    }

    private static boolean isTrampoline(Expr root) {
        var signature = new Signature(List.of(ValueType.I32, ValueType.I32), ValueType.I32);
        return Forwarding.isAllOf(new FunctionBody("f", signature, List.of(ValueType.I32), root));
    }
}
