package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.variant.synthesis.Formula.Binary;
import io.github.mewe.variant.synthesis.Formula.Input;
import io.github.mewe.variant.synthesis.Formula.Number;
import io.github.mewe.variant.synthesis.Formula.Unary;
import java.util.List;

/** Estimates the cost of a formula as code, without the evaluation of its inputs. */
final class FormulaCost {
    private static final int BYTES_OF_READ = 2;

    private FormulaCost() {}

    /** The running time, in additions. */
    static double cost(Formula formula) {
        double cost = ownCost(formula);
        List<Formula> parts = formula.parts();
        for (int i = 0; i < parts.size(); i++) {
            cost += cost(parts.get(i));
        }
        return cost;
    }

    private static double ownCost(Formula part) {
        if (part instanceof Binary binary) {
            return BodyCost.of(binary.operator());
        }
        if (part instanceof Unary unary) {
            return BodyCost.of(unary.operator());
        }
        return part.parts().isEmpty() ? 0 : 1;
    }

    /** The approximate code size in bytes. */
    static int bytes(Formula formula) {
        if (formula instanceof Number number) {
            return ExprStatistics.of(new Const(number.type(), number.bits())).bytes();
        }
        if (formula instanceof Input) {
            return BYTES_OF_READ;
        }
        int bytes = 1;
        List<Formula> parts = formula.parts();
        for (int i = 0; i < parts.size(); i++) {
            bytes += bytes(parts.get(i));
        }
        return bytes;
    }
}
