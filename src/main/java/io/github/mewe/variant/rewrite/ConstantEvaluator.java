package io.github.mewe.variant.rewrite;

import io.github.mewe.ir.IntegerArithmetic;
import java.util.Map;

/** Evaluates terms over constants. */
final class ConstantEvaluator {
    private final int width;
    private final Map<String, Long> constants;

    /**
     * Creates an evaluator for one width.
     *
     * @param width 8, 16, 32 or 64 bits
     * @param constants the values of the variables
     */
    ConstantEvaluator(int width, Map<String, Long> constants) {
        this.width = width;
        this.constants = constants;
    }

    /** The term's value, truncated to its sort. */
    long evaluate(Term term) {
        return term.sort().truncate(width, value(term));
    }

    private long value(Term term) {
        if (term instanceof Term.Variable variable) {
            return constants.get(variable.name());
        }
        if (term instanceof Term.Literal literal) {
            return literal.value();
        }
        if (term instanceof Term.WidthLiteral literal) {
            return literal.quantity().of(width);
        }
        if (term instanceof Term.Unary unary) {
            return IntegerArithmetic.unary(unary.operator(), unary.operandSort().at(width), evaluate(unary.value()));
        }
        if (term instanceof Term.Binary binary) {
            return IntegerArithmetic.binary(
                            binary.operator(),
                            binary.operandSort().at(width),
                            evaluate(binary.left()),
                            evaluate(binary.right()))
                    .orElseThrow(() -> new IllegalArgumentException("a constant term traps: " + term));
        }
        if (term instanceof Term.Choice choice) {
            return evaluate(evaluate(choice.condition()) != 0 ? choice.ifTrue() : choice.ifFalse());
        }
        if (term instanceof Term.Operation) {
            throw new IllegalArgumentException("not an integer operation: " + term);
        }
        // Low, wide and computed terms: the value of their part.
        return evaluate(term.parts().get(0));
    }
}
