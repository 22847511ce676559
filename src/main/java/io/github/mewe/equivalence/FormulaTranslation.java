package io.github.mewe.equivalence;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.Context;
import io.github.mewe.variant.synthesis.Formula;
import java.util.Set;

/** Translates formulas into bit vector expressions of the solver. */
final class FormulaTranslation {
    private final Context context;
    private final IntegerTranslation integers;
    private final long[] given;
    private final Set<Formula.Input> unknowns;

    /** Translates every input as a variable. */
    FormulaTranslation(Context context) {
        this(context, null, Set.of());
    }

    /**
     * Translates inputs as constants, except some.
     *
     * @param given the values of the inputs by their indices
     * @param unknowns the inputs that are variables
     */
    FormulaTranslation(Context context, long[] given, Set<Formula.Input> unknowns) {
        this.context = context;
        this.integers = new IntegerTranslation(context);
        this.given = given;
        this.unknowns = unknowns;
    }

    BitVecExpr translate(Formula formula) {
        if (formula instanceof Formula.Input input) {
            int bits = input.type().bits();
            return given == null || unknowns.contains(input)
                    ? context.mkBVConst("x" + input.index(), bits)
                    : context.mkBV(given[input.index()], bits);
        }
        if (formula instanceof Formula.Number number) {
            return context.mkBV(number.bits(), number.type().bits());
        }
        if (formula instanceof Formula.Unary unary) {
            return integers.unary(unary.operator(), translate(unary.value()));
        }
        if (formula instanceof Formula.Binary binary) {
            BitVecExpr left = translate(binary.left());
            return integers.binary(binary.operator(), left, translate(binary.right()));
        }
        var choice = (Formula.Choice) formula;
        return integers.choice(translate(choice.ifTrue()), translate(choice.ifFalse()), translate(choice.condition()));
    }
}
