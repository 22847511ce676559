package io.github.mewe.equivalence;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BitVecNum;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Model;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import io.github.mewe.ir.ValueType;
import io.github.mewe.variant.synthesis.Formula;
import io.github.mewe.variant.synthesis.Prover;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides with Z3. Its effort is bounded in the solver's own unit, so that answers do not depend on the machine. */
public final class Z3Prover implements Prover {
    private static final int CONSTANT_EFFORT = 100_000;

    private final Context context = new Context();
    private final IntegerTranslation integers = new IntegerTranslation(context);

    /** Whether the solver's classes can be found. */
    public static boolean isAvailable() {
        try {
            Class.forName("com.microsoft.z3.Context", false, Z3Prover.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * Asks the solver something simple.
     *
     * @throws LinkageError if it cannot be loaded
     */
    public void check() {
        var one = new Formula.Number(ValueType.I32, 1);
        if (!areEqual(one, one, 1000)) {
            throw new IllegalStateException("the solver does not know that one is one");
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the solver takes generic varargs
    public boolean areEqual(Formula left, Formula right, int effort) {
        Solver solver = solver(effort);
        solver.add(context.mkNot(context.mkEq(translate(left), translate(right))));
        return solver.check() == Status.UNSATISFIABLE;
    }

    @Override
    @SuppressWarnings("unchecked") // the solver takes generic varargs
    public Optional<List<Long>> solve(Formula template, List<Formula.Input> unknowns, List<Sample> samples) {
        Solver solver = solver(CONSTANT_EFFORT);
        for (Sample sample : samples) {
            BitVecExpr value = translate(template, sample.inputs(), Set.copyOf(unknowns));
            BoolExpr holds = context.mkEq(value, context.mkBV(sample.value(), value.getSortSize()));
            solver.add(holds);
        }
        if (solver.check() != Status.SATISFIABLE) {
            return Optional.empty();
        }
        Model model = solver.getModel();
        var constants = new ArrayList<Long>();
        for (Formula.Input unknown : unknowns) {
            var number = (BitVecNum) model.eval(variable(unknown), true);
            constants.add(number.getBigInteger().longValue());
        }
        return Optional.of(constants);
    }

    private Solver solver(int effort) {
        Solver solver = context.mkSolver("QF_BV");
        Params params = context.mkParams();
        params.add("rlimit", effort);
        solver.setParameters(params);
        return solver;
    }

    private BitVecExpr variable(Formula.Input input) {
        return context.mkBVConst("x" + input.index(), input.type().bits());
    }

    private BitVecExpr translate(Formula formula) {
        return translate(formula, null, Set.of());
    }

    /** Inputs that are given and not unknown stand as their values. */
    private BitVecExpr translate(Formula formula, long[] given, Set<Formula.Input> unknowns) {
        if (formula instanceof Formula.Input input) {
            return given == null || unknowns.contains(input)
                    ? variable(input)
                    : context.mkBV(given[input.index()], input.type().bits());
        }
        if (formula instanceof Formula.Number number) {
            return context.mkBV(number.bits(), number.type().bits());
        }
        if (formula instanceof Formula.Unary unary) {
            return integers.unary(unary.operator(), translate(unary.value(), given, unknowns));
        }
        if (formula instanceof Formula.Binary binary) {
            BitVecExpr left = translate(binary.left(), given, unknowns);
            return integers.binary(binary.operator(), left, translate(binary.right(), given, unknowns));
        }
        var choice = (Formula.Choice) formula;
        return integers.choice(
                translate(choice.ifTrue(), given, unknowns),
                translate(choice.ifFalse(), given, unknowns),
                translate(choice.condition(), given, unknowns));
    }

    @Override
    public void close() {
        context.close();
    }
}
