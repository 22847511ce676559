package io.github.mewe.equivalence;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BitVecNum;
import com.microsoft.z3.Context;
import com.microsoft.z3.Model;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import io.github.mewe.variant.synthesis.Formula;
import io.github.mewe.variant.synthesis.Prover;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Proves with Z3. Every query has a new context and a limit in the solver's own unit, so that answers depend neither on
 * the machine nor on earlier queries.
 */
public final class Z3Prover implements Prover {
    private static final int CONSTANT_EFFORT = 100_000;

    @Override
    @SuppressWarnings("unchecked") // the solver takes generic varargs
    public boolean areEqual(Formula left, Formula right, int effort) {
        try (var context = new Context()) {
            var translation = new FormulaTranslation(context);
            Solver solver = solver(context, effort);
            solver.add(context.mkNot(context.mkEq(translation.translate(left), translation.translate(right))));
            return solver.check() == Status.UNSATISFIABLE;
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the solver takes generic varargs
    public Optional<List<Long>> solve(Formula template, List<Formula.Input> unknowns, List<Sample> samples) {
        try (var context = new Context()) {
            Solver solver = solver(context, CONSTANT_EFFORT);
            for (Sample sample : samples) {
                var translation = new FormulaTranslation(context, sample.inputs(), Set.copyOf(unknowns));
                BitVecExpr value = translation.translate(template);
                solver.add(context.mkEq(value, context.mkBV(sample.value(), value.getSortSize())));
            }
            if (solver.check() != Status.SATISFIABLE) {
                return Optional.empty();
            }
            Model model = solver.getModel();
            var translation = new FormulaTranslation(context);
            var constants = new ArrayList<Long>();
            for (Formula.Input unknown : unknowns) {
                var number = (BitVecNum) model.eval(translation.translate(unknown), true);
                constants.add(number.getBigInteger().longValue());
            }
            return Optional.of(constants);
        }
    }

    private static Solver solver(Context context, int effort) {
        Solver solver = context.mkSolver("QF_BV");
        Params params = context.mkParams();
        params.add("rlimit", effort);
        solver.setParameters(params);
        return solver;
    }
}
