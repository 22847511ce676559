package io.github.mewe.variant.rewrite;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BitVecSort;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.UnaryOperator;

/**
 * Says in the solver's language what a term computes, as the WebAssembly specification defines it.
 *
 * <p>A float is its bits. A vector is one of its lanes: rules have only operations that compute each lane from the same
 * lanes of their operands alone, and in the same way, so that what holds for any lane holds for all.
 */
final class SmtTranslation {
    private final Context solver;
    private final int width;
    private final NumericTranslation numeric;

    SmtTranslation(Context solver, int width) {
        this.solver = solver;
        this.width = width;
        this.numeric = new NumericTranslation(solver, width);
    }

    BitVecExpr translate(Term term) {
        int size = term.sort().bits(width);
        if (term instanceof Term.Variable variable) {
            return symbol(variable);
        }
        if (term instanceof Term.Literal literal) {
            return solver.mkBV(literal.value(), size);
        }
        if (term instanceof Term.WidthLiteral literal) {
            return solver.mkBV(literal.quantity().of(width), size);
        }
        if (term instanceof Term.Unary unary) {
            return unary(unary.operator(), translate(unary.value()), size);
        }
        if (term instanceof Term.Binary binary) {
            return binary(binary.operator(), translate(binary.left()), translate(binary.right()));
        }
        if (term instanceof Term.Choice choice) {
            BitVecExpr condition = translate(choice.condition());
            return (BitVecExpr)
                    solver.mkITE(isZero(condition), translate(choice.ifFalse()), translate(choice.ifTrue()));
        }
        if (term instanceof Term.Operation operation) {
            return numeric.translate(
                    Term.Operation.nameAt(operation.template(), width),
                    operation.parts().stream().map(this::translate).toList());
        }
        BitVecExpr value = translate(term.parts().get(0));
        if (term instanceof Term.Low) {
            return solver.mkExtract(31, 0, value);
        }
        if (term instanceof Term.Wide) {
            return width < 64 ? value : solver.mkZeroExt(32, value);
        }
        return value.getSortSize() == size ? value : solver.mkExtract(size - 1, 0, value);
    }

    /** What stands for a variable; of a vector, for one of its lanes. */
    BitVecExpr symbol(Term.Variable variable) {
        int size = variable.sort().bits(width);
        return solver.mkBVConst(variable.name() + size, size);
    }

    BoolExpr isZero(BitVecExpr value) {
        return solver.mkEq(value, solver.mkBV(0, value.getSortSize()));
    }

    private BitVecExpr unary(UnaryOperator operator, BitVecExpr x, int resultBits) {
        int bits = x.getSortSize();
        return switch (operator) {
            case EQZ -> truth(isZero(x));
            case CLZ -> count(x, true);
            case CTZ -> count(x, false);
            case POPCNT -> {
                BitVecExpr sum = solver.mkBV(0, bits);
                for (int i = 0; i < bits; i++) {
                    sum = solver.mkBVAdd(sum, solver.mkZeroExt(bits - 1, solver.mkExtract(i, i, x)));
                }
                yield sum;
            }
            case EXTEND8_S -> solver.mkSignExt(bits - 8, solver.mkExtract(7, 0, x));
            case EXTEND16_S -> solver.mkSignExt(bits - 16, solver.mkExtract(15, 0, x));
            case EXTEND32_S -> solver.mkSignExt(bits - 32, solver.mkExtract(31, 0, x));
            case WRAP -> solver.mkExtract(31, 0, x);
            case EXTEND_S -> solver.mkSignExt(resultBits - bits, x);
            case EXTEND_U -> solver.mkZeroExt(resultBits - bits, x);
        };
    }

    /** The number of zeros in front of the first one, from either end. */
    private BitVecExpr count(BitVecExpr x, boolean fromTop) {
        int bits = x.getSortSize();
        Expr<BitVecSort> result = solver.mkBV(bits, bits);
        for (int i = bits - 1; i >= 0; i--) {
            int position = fromTop ? bits - 1 - i : i;
            BoolExpr isOne = solver.mkEq(solver.mkExtract(position, position, x), solver.mkBV(1, 1));
            result = solver.mkITE(isOne, solver.mkBV(i, bits), result);
        }
        return (BitVecExpr) result;
    }

    private BitVecExpr binary(BinaryOperator operator, BitVecExpr x, BitVecExpr y) {
        int bits = x.getSortSize();
        BitVecExpr count = solver.mkBVAND(y, solver.mkBV(bits - 1, bits));
        return switch (operator) {
            case ADD -> solver.mkBVAdd(x, y);
            case SUB -> solver.mkBVSub(x, y);
            case MUL -> solver.mkBVMul(x, y);
            case DIV_S -> solver.mkBVSDiv(x, y);
            case DIV_U -> solver.mkBVUDiv(x, y);
            case REM_S -> solver.mkBVSRem(x, y);
            case REM_U -> solver.mkBVURem(x, y);
            case AND -> solver.mkBVAND(x, y);
            case OR -> solver.mkBVOR(x, y);
            case XOR -> solver.mkBVXOR(x, y);
            case SHL -> solver.mkBVSHL(x, count);
            case SHR_S -> solver.mkBVASHR(x, count);
            case SHR_U -> solver.mkBVLSHR(x, count);
            case ROTL -> solver.mkBVRotateLeft(x, count);
            case ROTR -> solver.mkBVRotateRight(x, count);
            case EQ -> truth(solver.mkEq(x, y));
            case NE -> truth(solver.mkNot(solver.mkEq(x, y)));
            case LT_S -> truth(solver.mkBVSLT(x, y));
            case LT_U -> truth(solver.mkBVULT(x, y));
            case GT_S -> truth(solver.mkBVSGT(x, y));
            case GT_U -> truth(solver.mkBVUGT(x, y));
            case LE_S -> truth(solver.mkBVSLE(x, y));
            case LE_U -> truth(solver.mkBVULE(x, y));
            case GE_S -> truth(solver.mkBVSGE(x, y));
            case GE_U -> truth(solver.mkBVUGE(x, y));
        };
    }

    private BitVecExpr truth(BoolExpr condition) {
        return (BitVecExpr) solver.mkITE(condition, solver.mkBV(1, 32), solver.mkBV(0, 32));
    }
}
