package io.github.mewe.variant.rewrite;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.variant.rewrite.RewriteRule.Equality;
import io.github.mewe.variant.rewrite.Term.VariableKind;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The proof of one rule at one width: asks the solver for values for which the sides differ.
 *
 * <p>If the solver does not answer at once, the proof is split into cases: by the low bits of one variable, which are
 * the only ones that affect a shift count, or by the position of the only set bit of a variable that the condition
 * requires to be a power of two. In both splits the cases are exhaustive.
 */
final class RuleProof implements AutoCloseable {
    private static final Set<BinaryOperator> COUNTED = EnumSet.of(
            BinaryOperator.SHL, BinaryOperator.SHR_S, BinaryOperator.SHR_U, BinaryOperator.ROTL, BinaryOperator.ROTR);

    // In the solver's machine-independent unit; a second is a few million.
    private static final int FIRST_EFFORT = 3_000_000;
    private static final int CASE_EFFORT = 100_000_000;

    private final Context context = new Context();
    private final int bits;
    private final SmtTranslation translation;
    private final RewriteRule rule;
    private final BoolExpr differs;
    private final Optional<BoolExpr> condition;

    RuleProof(RewriteRule rule, int width) {
        this.rule = rule;
        this.bits = Sort.WIDTH.bits(width);
        this.translation = new SmtTranslation(context, width);
        BitVecExpr pattern = translation.translate(rule.pattern());
        BitVecExpr replacement = translation.translate(rule.replacement());
        BoolExpr equal = rule.equality() == Equality.VALUE
                ? context.mkEq(pattern, replacement)
                : context.mkEq(translation.isZero(pattern), translation.isZero(replacement));
        this.differs = context.mkNot(equal);
        this.condition = rule.condition().map(c -> context.mkNot(translation.isZero(translation.translate(c))));
    }

    /** Unsatisfiable if the rule holds for all values, satisfiable if it does not, otherwise unknown. */
    Status refute() {
        Status status = check(differs, FIRST_EFFORT);
        if (status != Status.UNKNOWN) {
            return status;
        }
        // Shift counts first, then constants, which may be powers of two.
        List<Term.Variable> variables = Stream.concat(variables(rule.pattern()), variables(rule.replacement()))
                .filter(variable -> variable.sort() == Sort.WIDTH || variable.sort() == Sort.I32)
                .distinct()
                .sorted(Comparator.<Term.Variable, Boolean>comparing(v -> !isCount(v, rule.pattern()))
                        .thenComparing(v -> v.kind() != VariableKind.CONSTANT))
                .toList();
        for (Term.Variable variable : variables) {
            BitVecExpr symbol = translation.symbol(variable);
            status = isPowerOfTwo(symbol) ? byPlaceOfBit(symbol) : byLowBits(symbol);
            if (status != Status.UNKNOWN) {
                return status;
            }
        }
        return Status.UNKNOWN;
    }

    private static boolean isCount(Term.Variable variable, Term term) {
        return (term instanceof Term.Binary binary
                        && COUNTED.contains(binary.operator())
                        && binary.right().equals(variable))
                || (term instanceof Term.Operation operation
                        && operation.template().startsWith("L.sh")
                        && operation.parts().get(1).equals(variable))
                || term.parts().stream().anyMatch(part -> isCount(variable, part));
    }

    private Status byLowBits(BitVecExpr symbol) {
        int low = Integer.numberOfTrailingZeros(bits);
        BitVecExpr high = context.mkBVConst("high", symbol.getSortSize() - low);
        for (int i = 0; i < bits; i++) {
            Status status = checkWith(symbol, context.mkConcat(high, context.mkBV(i, low)));
            if (status != Status.UNSATISFIABLE) {
                return status;
            }
        }
        return Status.UNSATISFIABLE;
    }

    private Status byPlaceOfBit(BitVecExpr symbol) {
        for (int i = 0; i < symbol.getSortSize(); i++) {
            Status status = checkWith(symbol, context.mkBV(1L << i, symbol.getSortSize()));
            if (status != Status.UNSATISFIABLE) {
                return status;
            }
        }
        return Status.UNSATISFIABLE;
    }

    /** Returns true if the condition requires exactly one bit of a variable to be set. */
    private boolean isPowerOfTwo(BitVecExpr symbol) {
        if (condition.isEmpty()) {
            return false;
        }
        BitVecExpr below = context.mkBVSub(symbol, context.mkBV(1, symbol.getSortSize()));
        BitVecExpr zero = context.mkBV(0, symbol.getSortSize());
        BoolExpr manyBits = context.mkNot(context.mkEq(context.mkBVAND(symbol, below), zero));
        return check(manyBits, CASE_EFFORT) == Status.UNSATISFIABLE
                && check(context.mkEq(symbol, zero), CASE_EFFORT) == Status.UNSATISFIABLE;
    }

    @SuppressWarnings("unchecked") // the solver takes generic varargs
    private Status checkWith(BitVecExpr symbol, BitVecExpr value) {
        Solver solver = solver(CASE_EFFORT);
        condition.ifPresent(c -> solver.add((BoolExpr) c.substitute(symbol, value)));
        solver.add((BoolExpr) differs.substitute(symbol, value));
        return solver.check();
    }

    /** Checks whether a claim is consistent with the condition. */
    @SuppressWarnings("unchecked") // the solver takes generic varargs
    private Status check(BoolExpr claim, int effort) {
        Solver solver = solver(effort);
        condition.ifPresent(solver::add);
        solver.add(claim);
        return solver.check();
    }

    private Solver solver(int effort) {
        Solver solver = context.mkSolver();
        Params params = context.mkParams();
        params.add("rlimit", effort);
        solver.setParameters(params);
        return solver;
    }

    private static Stream<Term.Variable> variables(Term term) {
        return term instanceof Term.Variable variable
                ? Stream.of(variable)
                : term.parts().stream().flatMap(RuleProof::variables);
    }

    @Override
    public void close() {
        context.close();
    }
}
