package io.github.mewe.link;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * A random choice among several outcomes, as code.
 *
 * <p>It takes the smallest number of the discriminator's bits that yields the requested shares exactly. If no number
 * below {@value #MAX_BITS} does, it takes {@value #MAX_BITS}: three such draws use up one evaluation of the
 * pseudo-random function, as three draws of 16 bits would. Then the share of each outcome is within 2^-21 of the
 * requested one, and at least 2^-21. A multiplication selects among adjacent outcomes with equal shares, so the code
 * size does not depend on their number.
 *
 * @param bits the number of bits that the draw takes from the discriminator
 * @param runs the outcomes, in order
 */
record Draw(int bits, List<Run> runs) {
    /** The number of bits of a draw whose shares are not multiples of a power of two. */
    static final int MAX_BITS = 21;

    /** The tolerance for rounding errors in shares, far below the resolution of 21 bits. */
    private static final double ROUNDING = 0x1p-40;

    /** Copies the list. */
    Draw {
        runs = List.copyOf(runs);
    }

    /**
     * Adjacent outcomes with equal shares.
     *
     * @param first the first outcome
     * @param outcomes the number of outcomes
     * @param start the smallest value of the bits that selects one of them
     * @param values the number of values of the bits that select one of them
     */
    record Run(int first, int outcomes, int start, int values) {}

    /**
     * A draw with given weights.
     *
     * @param weights the relative weight of each outcome, above zero
     */
    static Draw of(List<Double> weights) {
        double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
        var outcomes = new ArrayList<Integer>();
        var shares = new ArrayList<Double>();
        for (int i = 0; i < weights.size(); ) {
            int first = i;
            while (i < weights.size() && weights.get(i).equals(weights.get(first))) {
                i++;
            }
            outcomes.add(i - first);
            shares.add(weights.get(first) * (i - first) / sum);
        }
        int bits = bitsFor(shares, outcomes);
        int[] values = rounded(shares, outcomes, 1 << bits);
        var runs = new ArrayList<Run>();
        int first = 0;
        int start = 0;
        for (int i = 0; i < values.length; i++) {
            runs.add(new Run(first, outcomes.get(i), start, values[i]));
            first += outcomes.get(i);
            start += values[i];
        }
        return new Draw(bits, runs);
    }

    private static int bitsFor(List<Double> shares, List<Integer> outcomes) {
        for (int bits = 0; bits < MAX_BITS; bits++) {
            boolean exact = true;
            for (int i = 0; i < shares.size(); i++) {
                double each = shares.get(i) / outcomes.get(i) * (1 << bits);
                exact &= each >= 0.5 && Math.abs(each - Math.rint(each)) <= ROUNDING * (1 << bits);
            }
            if (exact) {
                return bits;
            }
        }
        return MAX_BITS;
    }

    /** Integers proportional to the shares, with a given sum, and at least one for each outcome. */
    private static int[] rounded(List<Double> shares, List<Integer> outcomes, int sum) {
        var values = new int[shares.size()];
        int left = sum;
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(outcomes.get(i), (int) Math.floor(shares.get(i) * sum + ROUNDING * sum));
            left -= values[i];
        }
        // Each step changes the value that is furthest from its exact share in the direction of the step.
        for (; left != 0; left -= Integer.signum(left)) {
            int step = Integer.signum(left);
            int best = -1;
            double bestExcess = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < values.length; i++) {
                double excess = step * (shares.get(i) * sum - values[i]);
                if (excess > bestExcess && values[i] + step >= outcomes.get(i)) {
                    best = i;
                    bestExcess = excess;
                }
            }
            values[best] += step;
        }
        return values;
    }

    /** The number of outcomes. */
    int outcomes() {
        return runs.stream().mapToInt(Run::outcomes).sum();
    }

    /** Returns true if the outcomes have equal shares. */
    boolean isUniform() {
        return runs.size() == 1;
    }

    /** The smallest values of the bits that select the second outcome and each further one. */
    List<Integer> limits() {
        var limits = new ArrayList<Integer>();
        for (Run run : runs) {
            for (long i = 0; i < run.outcomes(); i++) {
                limits.add(run.start() + (int) ceilDiv(i * run.values(), run.outcomes()));
            }
        }
        return limits.subList(1, limits.size());
    }

    /** The exact shares of the outcomes. */
    List<Double> shares() {
        var ends = new ArrayList<>(limits());
        ends.add(1 << bits);
        var shares = new ArrayList<Double>();
        int start = 0;
        for (int end : ends) {
            shares.add((end - start) / (double) (1 << bits));
            start = end;
        }
        return shares;
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    /**
     * The code of a draw.
     *
     * @param outcome an i32 expression, from 0 on
     * @param locals the types of the locals that it uses
     */
    record Code(Expr outcome, List<ValueType> locals) {}

    /**
     * A draw that calls the discriminator only if the buffered bits do not suffice.
     *
     * @param source provides its bits
     * @param local the index of the first local that it may use
     */
    Code inline(BitSource source, int local) {
        Expr buffered = new GlobalGet(source.buffered(), ValueType.I64);
        Expr tooFew = i64(BinaryOperator.LT_U, LocalSet.tee(local, buffered), 1L << bits);
        Expr refilled = new Call(source.refill(), List.of(), false, ValueType.I64);
        Expr have = new LocalGet(local, ValueType.I64);
        Expr low = IntUnary.of(UnaryOperator.WRAP, ValueType.I64, have);
        Code made = outcome(i32(BinaryOperator.AND, low, (1 << bits) - 1), local + 1);
        Expr outcome = new Block(
                null,
                List.of(
                        new If(tooFew, LocalSet.set(local, refilled), null, ValueType.NONE),
                        new GlobalSet(source.buffered(), i64(BinaryOperator.SHR_U, have, bits)),
                        made.outcome()),
                ValueType.I32);
        var locals = new ArrayList<ValueType>();
        locals.add(ValueType.I64);
        locals.addAll(made.locals());
        return new Code(outcome, List.copyOf(locals));
    }

    /**
     * A draw that always calls the discriminator: smaller code for rare draws.
     *
     * @param source provides its bits
     * @param local the index of the first local that it may use
     */
    Code outOfLine(BitSource source, int local) {
        return outcome(new Call(source.take(), List.of(Const.i32(bits)), false, ValueType.I32), local);
    }

    private Code outcome(Expr taken, int local) {
        if (runs.size() == 1) {
            return new Code(within(runs.get(0), taken), List.of());
        }
        Expr search = search(new LocalGet(local, ValueType.I32), 0, runs.size());
        Expr outcome = new Block(null, List.of(LocalSet.set(local, taken), search), ValueType.I32);
        return new Code(outcome, List.of(ValueType.I32));
    }

    private Expr search(Expr value, int from, int to) {
        if (to - from == 1) {
            return within(runs.get(from), value);
        }
        int middle = (from + to) >>> 1;
        Expr below = i32(BinaryOperator.LT_U, value, runs.get(middle).start());
        return new If(below, search(value, from, middle), search(value, middle, to), ValueType.I32);
    }

    private static Expr within(Run run, Expr value) {
        if (run.outcomes() == 1) {
            return Const.i32(run.first());
        }
        Expr offset = run.start() == 0 ? value : i32(BinaryOperator.SUB, value, run.start());
        Expr place = run.values() == run.outcomes()
                ? offset
                : i32(BinaryOperator.DIV_U, i32(BinaryOperator.MUL, offset, run.outcomes()), run.values());
        return run.first() == 0 ? place : i32(BinaryOperator.ADD, place, run.first());
    }

    private static Expr i32(BinaryOperator operator, Expr left, int right) {
        if (operator == BinaryOperator.DIV_U && Integer.bitCount(right) == 1) {
            return i32(BinaryOperator.SHR_U, left, Integer.numberOfTrailingZeros(right));
        }
        return IntBinary.of(operator, ValueType.I32, left, Const.i32(right));
    }

    private static Expr i64(BinaryOperator operator, Expr left, long right) {
        return IntBinary.of(operator, ValueType.I64, left, new Const(ValueType.I64, right));
    }
}
