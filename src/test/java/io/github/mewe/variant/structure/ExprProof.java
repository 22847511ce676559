package io.github.mewe.variant.structure;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.UnaryOperator;

/** Asks a solver for values of locals for which two expressions differ. */
final class ExprProof {
    // In the solver's machine-independent unit; a second is a few million.
    private static final int EFFORT = 30_000_000;

    private ExprProof() {}

    /** Unsatisfiable if both have the same value for all data, satisfiable if not, otherwise unknown. */
    @SuppressWarnings("unchecked") // the solver takes generic varargs
    static Status refuteEqual(Expr one, Expr other) {
        try (Context context = new Context()) {
            Solver solver = context.mkSolver();
            Params params = context.mkParams();
            params.add("rlimit", EFFORT);
            solver.setParameters(params);
            solver.add(context.mkNot(context.mkEq(translate(context, one), translate(context, other))));
            return solver.check();
        }
    }

    private static BitVecExpr translate(Context solver, Expr expr) {
        if (expr instanceof LocalGet get) {
            return solver.mkBVConst("local" + get.index(), get.type().bits());
        }
        if (expr instanceof Const constant) {
            return solver.mkBV(constant.bits(), constant.type().bits());
        }
        if (expr instanceof IntUnary unary && unary.operator() == UnaryOperator.EQZ) {
            BitVecExpr value = translate(solver, unary.value());
            return truth(solver, solver.mkEq(value, solver.mkBV(0, value.getSortSize())));
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
