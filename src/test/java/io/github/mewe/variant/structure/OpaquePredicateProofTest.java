package io.github.mewe.variant.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.z3.Status;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Purity;
import io.github.mewe.wasm.ValueType;
import org.junit.jupiter.api.Test;

/** Asks a solver for data for which an opaque predicate is not 1. */
class OpaquePredicateProofTest {
    private static final Expr X = new LocalGet(0, ValueType.I32);
    private static final Expr Y = new LocalGet(1, ValueType.I32);

    @Test
    void provesEveryPredicate() {
        for (OpaquePredicate predicate : OpaquePredicate.ALL) {
            Expr form = predicate.form().apply(X, Y);
            assertEquals(Status.UNSATISFIABLE, refute(form), predicate.name());
            assertTrue(Purity.isPure(form), predicate.name());
        }
    }

    @Test
    void refutesAFalsePredicate() {
        assertEquals(Status.SATISFIABLE, refute(I32.of(BinaryOperator.LE_U, X, I32.of(BinaryOperator.AND, X, Y))));
        assertEquals(Status.SATISFIABLE, refute(I32.of(BinaryOperator.AND, X, 1)));
        // Always true, but not always 1.
        assertEquals(Status.SATISFIABLE, refute(I32.of(BinaryOperator.OR, X, 1)));
    }

    private static Status refute(Expr form) {
        return ExprProof.refuteEqual(form, Const.i32(1));
    }
}
