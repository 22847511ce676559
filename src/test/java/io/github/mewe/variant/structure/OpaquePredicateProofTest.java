package io.github.mewe.variant.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Purity;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.ir.ValueType;
import org.junit.jupiter.api.Test;

/** Asks a solver for data with which an opaque predicate is not 1. */
class OpaquePredicateProofTest {
    // In the solver's own unit, which does not depend on the machine: some millions are a second.
    private static final int EFFORT = 30_000_000;

    private static final Expr X = new LocalGet(0, ValueType.I32);
    private static final Expr Y = new LocalGet(1, ValueType.I32);

    @Test
    void everyPredicateIsOneForAllData() {
        for (OpaquePredicate predicate : OpaquePredicate.ALL) {
            Expr form = predicate.form().apply(X, Y);
            assertEquals(Status.UNSATISFIABLE, refute(form), predicate.name());
            assertTrue(Purity.isPure(form), predicate.name());
        }
    }

    @Test
    void aPredicateThatDataCanRefuteIsRefuted() {
        assertEquals(Status.SATISFIABLE, refute(I32.of(BinaryOperator.LE_U, X, I32.of(BinaryOperator.AND, X, Y))));
        assertEquals(Status.SATISFIABLE, refute(I32.of(BinaryOperator.AND, X, 1)));
        // Always true, but not always 1.
        assertEquals(Status.SATISFIABLE, refute(I32.of(BinaryOperator.OR, X, 1)));
    }

    @SuppressWarnings("unchecked") // the solver takes generic varargs
    private static Status refute(Expr form) {
        try (Context context = new Context()) {
            Solver solver = context.mkSolver();
            Params params = context.mkParams();
            params.add("rlimit", EFFORT);
            solver.setParameters(params);
            solver.add(context.mkNot(context.mkEq(translate(context, form), context.mkBV(1, 32))));
            return solver.check();
        }
    }

    private static BitVecExpr translate(Context solver, Expr expr) {
        if (expr instanceof LocalGet get) {
            return solver.mkBVConst("local" + get.index(), 32);
        }
        if (expr instanceof Const constant) {
            return solver.mkBV((int) constant.bits(), 32);
        }
        if (expr instanceof IntUnary unary) {
            assertEquals(UnaryOperator.EQZ, unary.operator());
            return truth(solver, solver.mkEq(translate(solver, unary.value()), solver.mkBV(0, 32)));
        }
        IntBinary binary = (IntBinary) expr;
        BitVecExpr x = translate(solver, binary.left());
        BitVecExpr y = translate(solver, binary.right());
        return switch (binary.operator()) {
            case ADD -> solver.mkBVAdd(x, y);
            case SUB -> solver.mkBVSub(x, y);
            case MUL -> solver.mkBVMul(x, y);
            case AND -> solver.mkBVAND(x, y);
            case OR -> solver.mkBVOR(x, y);
            case XOR -> solver.mkBVXOR(x, y);
            case EQ -> truth(solver, solver.mkEq(x, y));
            case NE -> truth(solver, solver.mkNot(solver.mkEq(x, y)));
            case LE_U -> truth(solver, solver.mkBVULE(x, y));
            default -> throw new AssertionError("not translated: " + binary.operator());
        };
    }

    private static BitVecExpr truth(Context solver, BoolExpr condition) {
        return (BitVecExpr) solver.mkITE(condition, solver.mkBV(1, 32), solver.mkBV(0, 32));
    }
}
