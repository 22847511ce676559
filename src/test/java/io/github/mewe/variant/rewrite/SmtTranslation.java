package io.github.mewe.variant.rewrite;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import io.github.mewe.equivalence.IntegerTranslation;

/**
 * Translates terms to the solver's language, with the semantics of the WebAssembly specification.
 *
 * <p>A float is represented by its bits, and a vector by one of its lanes. Rules contain only operations that compute
 * each lane of the result from the same lanes of their operands, and all lanes in the same way. So a property of one
 * arbitrary lane holds for all lanes.
 */
final class SmtTranslation {
    private final Context solver;
    private final int width;
    private final IntegerTranslation integers;
    private final NumericTranslation numeric;

    SmtTranslation(Context solver, int width) {
        this.solver = solver;
        this.integers = new IntegerTranslation(solver);
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
            return integers.unary(unary.operator(), translate(unary.value()));
        }
        if (term instanceof Term.Binary binary) {
            return integers.binary(binary.operator(), translate(binary.left()), translate(binary.right()));
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

    /** The translation of a variable; for a vector, of one of its lanes. */
    BitVecExpr symbol(Term.Variable variable) {
        int size = variable.sort().bits(width);
        return solver.mkBVConst(variable.name() + size, size);
    }

    BoolExpr isZero(BitVecExpr value) {
        return solver.mkEq(value, solver.mkBV(0, value.getSortSize()));
    }
}
