package io.github.mewe.equivalence.validation;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds for a term one that is always equal and was there before, in the manner of SAT sweeping (Kuehlmann, Paruthi,
 * Krohm and Ganai, "Robust Boolean Reasoning for Equivalence Checking and Functional Property Verification", 2002):
 * terms that are worth the same in all samples are candidates, and the solver is asked about two of them as soon as the
 * second is made. So questions stay small, for what they are about differs little from what is known to be equal.
 */
final class Sweep {
    private static final int MOST_CANDIDATES = 12;
    private static final int MOST_TRIES = 5;
    private static final int EFFORT = 100_000;
    private static final int MILLISECONDS = 400;

    private final Context context;
    private final Samples samples;
    private final Map<Long, List<Expr<?>>> buckets = new HashMap<>();
    private final Map<Expr<?>, Expr<?>> equal = new HashMap<>();
    private final Cut cut;
    private boolean asking;
    private long nanosLeft;

    /**
     * A sweep.
     *
     * @param context where terms are made
     * @param samples what they are worth
     * @param nanos how much time the solver may take altogether
     */
    Sweep(Context context, Samples samples, long nanos) {
        this.context = context;
        this.samples = samples;
        this.nanosLeft = nanos;
        this.cut = new Cut(context);
    }

    /** From now on the solver is asked; what is made before is only kept as a candidate. */
    void begin() {
        asking = true;
    }

    /**
     * A term that is equal to another for all inputs; that other itself, if none is found.
     *
     * @param term a number or truth that has samples
     * @param bits the width of a number, 1 for a truth
     */
    Expr<?> representative(Expr<?> term, int bits) {
        Expr<?> known = equal.get(term);
        if (known != null) {
            return known;
        }
        Expr<?> found = search(term, bits);
        equal.put(term, found);
        return found;
    }

    private Expr<?> search(Expr<?> term, int bits) {
        long[] values = samples.of(term);
        boolean isTruth = term instanceof BoolExpr;
        if (Arrays.stream(values).allMatch(value -> value == values[0])) {
            Expr<?> constant = isTruth
                    ? values[0] == 0 ? context.mkFalse() : context.mkTrue()
                    : context.mkBV(values[0], bits);
            if (areEqual(constant, term)) {
                return constant;
            }
        }
        List<Expr<?>> bucket = buckets.computeIfAbsent(
                Samples.mix(Arrays.hashCode(values), isTruth ? -1 : bits), key -> new ArrayList<>());
        int tries = 0;
        for (Expr<?> candidate : bucket) {
            if (tries < MOST_TRIES && Arrays.equals(samples.of(candidate), values)) {
                tries++;
                if (areEqual(candidate, term)) {
                    return candidate;
                }
            }
        }
        if (bucket.size() < MOST_CANDIDATES) {
            bucket.add(term);
        }
        return term;
    }

    private boolean areEqual(Expr<?> one, Expr<?> other) {
        if (!asking || nanosLeft <= 0) {
            return false;
        }
        long begin = System.nanoTime();
        try {
            return isAlways(cut.equality(one, other));
        } finally {
            nanosLeft -= System.nanoTime() - begin;
        }
    }

    @SuppressWarnings("unchecked") // the solver takes generic varargs
    private boolean isAlways(BoolExpr condition) {
        Expr<?> simple = condition.simplify();
        if (simple.isTrue() || simple.isFalse()) {
            return simple.isTrue();
        }
        Solver solver = context.mkSolver("QF_BV");
        Params params = context.mkParams();
        params.add("rlimit", EFFORT);
        params.add("timeout", MILLISECONDS);
        solver.setParameters(params);
        solver.add(context.mkNot(condition));
        return solver.check() == Status.UNSATISFIABLE;
    }
}
