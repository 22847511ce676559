package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.variant.synthesis.Formula.Binary;
import io.github.mewe.variant.synthesis.Formula.Input;
import io.github.mewe.variant.synthesis.Formula.Number;
import io.github.mewe.variant.synthesis.Formula.Unary;

/** Estimates the cost of a formula as code, without the evaluation of its inputs. */
final class FormulaCost {
    private static final int BYTES_OF_READ = 2;

    private FormulaCost() {}

    /** The running time, in additions. */
    static double cost(Formula formula) {
        double[] cost = {0};
        formula.each(part -> cost[0] += ownCost(part));
        return cost[0];
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
        int[] bytes = {0};
        formula.each(part -> {
            if (part instanceof Number number) {
                bytes[0] += ExprStatistics.of(new Const(number.type(), number.bits()))
                        .bytes();
            } else {
                bytes[0] += part instanceof Input ? BYTES_OF_READ : 1;
            }
        });
        return bytes[0];
    }
}
