package io.github.mewe.equivalence.validation;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Replaces a term by an earlier one that is equal for all inputs, by SAT sweeping (Kuehlmann, Paruthi, Krohm and Ganai,
 * "Robust Boolean Reasoning for Equivalence Checking and Functional Property Verification", 2002): terms with the same
 * values in all samples are candidates, and the solver compares two candidates as soon as the second is made. Queries
 * stay small, since the terms differ little from terms already known to be equal.
 */
final class SatSweeping {
    private static final int MOST_CANDIDATES = 12;
    private static final int MOST_TRIES = 5;
    private static final int EFFORT = 2_000_000;
    private static final int DEEPER_EFFORT = 150_000;
    private static final int DEEPER = 4;
    private static final int MILLISECONDS = 5_000;

    private final Context context;
    private final SolverCache answers;
    private final TermSamples samples;
    private final Map<Long, List<Expr<?>>> buckets = new HashMap<>();
    private final Map<Expr<?>, Expr<?>> equal = new HashMap<>();
    private final Set<BitVecExpr> places = new LinkedHashSet<>();
    private final CutPoints cut;
    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    private boolean asking;
    private long nanosLeft;

    /**
     * Prepares a sweep.
     *
     * @param answers cached answers of earlier sweeps
     * @param nanos the processor time of the solver in all queries
     */
    SatSweeping(Context context, TermSamples samples, SolverCache answers, long nanos) {
        this.context = context;
        this.samples = samples;
        this.answers = answers;
        this.nanosLeft = nanos;
        this.cut = new CutPoints(context);
    }

    /** Starts querying the solver; terms made before are candidates only. */
    void begin() {
        asking = true;
    }

    /**
     * An earlier term that is equal to a term for all inputs; the term itself if none is found.
     *
     * @param term a number or condition with samples
     * @param bits the width of a number; 1 for a condition
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
            Expr<?> constant =
                    isTruth ? values[0] == 0 ? context.mkFalse() : context.mkTrue() : context.mkBV(values[0], bits);
            if (areEqual(constant, term)) {
                return constant;
            }
        }
        List<Expr<?>> bucket = buckets.computeIfAbsent(
                TermSamples.mix(Arrays.hashCode(values), isTruth ? -1 : bits), key -> new ArrayList<>());
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

    /**
     * An earlier address that is equal wherever an access does not trap; the address itself if none is found.
     *
     * @param inside the condition under which the access does not trap
     */
    BitVecExpr place(BitVecExpr address, BoolExpr inside) {
        if (!asking) {
            places.add(address);
            return address;
        }
        if (places.contains(address) || nanosLeft <= 0) {
            return address;
        }
        long[] values = samples.of(address);
        long[] when = samples.of(inside);
        int tries = 0;
        for (BitVecExpr candidate : places) {
            long[] others = samples.of(candidate);
            boolean differs =
                    IntStream.range(0, TermSamples.CASES).anyMatch(i -> when[i] == 1 && values[i] != others[i]);
            if (!differs && tries < MOST_TRIES) {
                tries++;
                if (areEqual(candidate, address, inside)) {
                    return candidate;
                }
            }
        }
        places.add(address);
        return address;
    }

    private boolean areEqual(BitVecExpr one, BitVecExpr other, BoolExpr inside) {
        long begin = clock.getCurrentThreadCpuTime();
        try {
            return isAlways(cut.equality(one, other, inside, DEEPER), EFFORT);
        } finally {
            nanosLeft -= clock.getCurrentThreadCpuTime() - begin;
        }
    }

    private boolean areEqual(Expr<?> one, Expr<?> other) {
        if (!asking || nanosLeft <= 0) {
            return false;
        }
        long begin = clock.getCurrentThreadCpuTime();
        try {
            return isAlways(cut.equality(one, other, 0), EFFORT)
                    || isAlways(cut.equality(one, other, DEEPER), DEEPER_EFFORT);
        } finally {
            nanosLeft -= clock.getCurrentThreadCpuTime() - begin;
        }
    }

    private boolean isAlways(BoolExpr condition, int effort) {
        return answers.to(condition.toString(), () -> ask(condition, effort));
    }

    @SuppressWarnings("unchecked") // the solver takes generic varargs
    private boolean ask(BoolExpr condition, int effort) {
        Expr<?> simple = condition.simplify();
        if (simple.isTrue() || simple.isFalse()) {
            return simple.isTrue();
        }
        Solver solver = context.mkSolver("QF_BV");
        Params params = context.mkParams();
        params.add("rlimit", effort);
        params.add("timeout", MILLISECONDS);
        solver.setParameters(params);
        solver.add(context.mkNot(condition));
        return solver.check() == Status.UNSATISFIABLE;
    }
}
