package io.github.mewe.variant.rewrite;

import io.github.mewe.ir.IntegerArithmetic;
import io.github.mewe.ir.ValueType;
import java.util.Map;

/** Evaluates terms over constants. */
final class ConstantEvaluator {
    private final ValueType width;
    private final Map<String, Long> constants;

    /**
     * An evaluator at one width.
     *
     * @param width i32 or i64
     * @param constants the values of the variables
     */
    ConstantEvaluator(ValueType width, Map<String, Long> constants) {
        this.width = width;
        this.constants = constants;
    }

    /** The term's value, truncated to its type. */
    long evaluate(Term term) {
        ValueType type = term.sort().at(width);
        if (term instanceof Term.Variable variable) {
            return IntegerArithmetic.truncate(type, constants.get(variable.name()));
        }
        if (term instanceof Term.Literal literal) {
            return IntegerArithmetic.truncate(type, literal.value());
        }
        if (term instanceof Term.WidthLiteral literal) {
            return literal.quantity().of(width.bits());
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
        // What is left is low, wide and computed: the value of their part, cut to the type.
        return IntegerArithmetic.truncate(type, evaluate(term.parts().get(0)));
    }
}
