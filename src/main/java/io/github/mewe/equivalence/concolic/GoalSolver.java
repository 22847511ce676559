package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.TestInput;
import io.github.mewe.equivalence.harness.ValueGenerator;
import io.github.mewe.wasm.Arithmetic;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.SplittableRandom;

/** Changes the tentative input so that an event of a run meets a goal, a bit of {@link ExecutionTrace}. */
final class GoalSolver {
    private static final int SEARCHES = 40;
    private static final int MOST_LEAVES = 24;

    private final TentativeInput tentative;
    private final OperationInverter inverter;
    private final ValueGenerator values;
    private final SplittableRandom random;

    GoalSolver(TentativeInput tentative, OperationInverter inverter, ValueGenerator values, SplittableRandom random) {
        this.tentative = tentative;
        this.inverter = inverter;
        this.values = values;
        this.random = random;
    }

    boolean isReached(ExecutionTrace.Event event, int goal, int attempt) {
        try {
            aim(event, goal);
            if (reaches(event, goal)) {
                return true;
            }
        } catch (Arithmetic.Trap e) {
            // The search below tries other values.
        }
        if (attempt % 2 == 0) {
            tentative.restore();
        }
        return search(event, goal);
    }

    boolean reaches(ExecutionTrace.Event event, int goal) {
        try {
            return (reached(event) & goal) != 0;
        } catch (Arithmetic.Trap e) {
            return false;
        }
    }

    private int reached(ExecutionTrace.Event event) {
        SymbolicValue term = event.term();
        return switch (event.kind()) {
            case DECISION -> (int) tentative.evaluate(term) != 0 ? ExecutionTrace.TRUE : ExecutionTrace.FALSE;
            case FLOAT -> OperandCases.hasPayload(type(event), tentative.evaluate(term)) ? ExecutionTrace.NAN : 0;
            case LOAD -> {
                SymbolicValue leaf = loaded(term);
                yield leaf != null && (tentative.evaluate(leaf) >>> 8 * leaf.leaf.bytes() - 1 & 1) != 0
                        ? ExecutionTrace.WIDE
                        : 0;
            }
            case KEPT -> tentative.evaluate(term) == 0 ? ExecutionTrace.ZERO : 0;
            default ->
                term.second == null
                        ? OperandCases.of(term.operation, tentative.evaluate(term.first))
                        : OperandCases.of(
                                term.operation, tentative.evaluate(term.first), tentative.evaluate(term.second));
        };
    }

    private static ValueType type(ExecutionTrace.Event event) {
        return event.truth() ? ValueType.F32 : ValueType.F64;
    }

    private static SymbolicValue loaded(SymbolicValue term) {
        SymbolicValue leaf = term.isLeaf() ? term : term.first;
        return leaf != null && leaf.isLeaf() ? leaf : null;
    }

    private void aim(ExecutionTrace.Event event, int goal) {
        SymbolicValue term = event.term();
        inverter.begin();
        switch (event.kind()) {
            case DECISION -> inverter.makeTruth(term, goal == ExecutionTrace.TRUE, 0);
            case FLOAT -> inverter.make(term, nan(type(event)), 0);
            case KEPT -> inverter.make(term, 0, 0);
            case LOAD -> {
                SymbolicValue leaf = loaded(term);
                if (leaf != null) {
                    inverter.make(leaf, tentative.evaluate(leaf) | 1L << 8 * leaf.leaf.bytes() - 1, 0);
                }
            }
            default -> aimAtOperands(term, goal);
        }
    }

    static long nan(ValueType type) {
        return TestInput.nan(type.equals(ValueType.F32) ? 4 : 8);
    }

    private void aimAtOperands(SymbolicValue term, int goal) {
        ValueType type = Arithmetic.operandType(term.operation);
        boolean isLong = type.equals(ValueType.I64);
        long sign = isLong ? Long.MIN_VALUE : 0x8000_0000L;
        SymbolicValue second = term.second == null ? SymbolicValue.constant(0) : term.second;
        switch (goal) {
            case ExecutionTrace.EQUAL, ExecutionTrace.ABOVE, ExecutionTrace.BELOW -> {
                long more = goal == ExecutionTrace.EQUAL ? 0 : goal == ExecutionTrace.ABOVE ? 1 : -1;
                if (second.leaves == 0 || term.first.leaves != 0 && random.nextBoolean()) {
                    inverter.make(term.first, type.truncate(tentative.evaluate(second) + more), 0);
                } else {
                    inverter.make(second, type.truncate(tentative.evaluate(term.first) - more), 0);
                }
            }
            case ExecutionTrace.SIGNS -> {
                long other = tentative.evaluate(second) ^ sign;
                long wanted = random.nextBoolean() ? other : other ^ random.nextLong() >>> (isLong ? 1 : 33);
                if (second.leaves == 0 || !inverter.make(term.first, wanted, 0)) {
                    inverter.make(
                            second.leaves == 0 ? term.first : second,
                            (tentative.evaluate(second.leaves == 0 ? second : term.first) & sign) ^ sign
                                    | random.nextLong() >>> (isLong ? 1 : 33),
                            0);
                }
            }
            case ExecutionTrace.NEGATIVE -> {
                long low = random.nextInt(3) == 0 ? random.nextLong() : tentative.evaluate(term.first);
                inverter.make(term.first, type.truncate(low) | sign, 0);
            }
            case ExecutionTrace.ZERO -> inverter.make(second, 0, 0);
            case ExecutionTrace.WIDE -> {
                if (term.second == null) {
                    inverter.make(
                            term.first,
                            tentative.evaluate(term.first) | 1L << OperandCases.extendedWidth(term.operation) - 1,
                            0);
                } else {
                    inverter.make(
                            term.first,
                            type.truncate(
                                    tentative.evaluate(term.first) | random.nextLong() & ~tentative.evaluate(second)),
                            0);
                }
            }
            case ExecutionTrace.NAN -> {
                SymbolicValue operand = second.leaves != 0 && random.nextBoolean() ? second : term.first;
                inverter.make(operand, nan(type), 0);
            }
            default -> {}
        }
    }

    /** Tries random values of single parts of the input, and keeps those that come closer to the goal. */
    private boolean search(ExecutionTrace.Event event, int goal) {
        var found = new ArrayList<SymbolicValue>();
        var constants = new ArrayList<Long>();
        event.term().collect(tentative.nextRound(), found, constants, MOST_LEAVES);
        tentative.nextRound();
        if (found.isEmpty()) {
            return false;
        }
        double closest = distance(event);
        for (int i = 0; i < SEARCHES; i++) {
            SymbolicValue leaf = found.get(random.nextInt(found.size()));
            boolean wasTried = leaf.isTried();
            long before = wasTried ? leaf.tried() : leaf.value;
            long seen = constants.isEmpty() || random.nextBoolean()
                    ? found.get(random.nextInt(found.size())).value
                    : constants.get(random.nextInt(constants.size()));
            long value = random.nextInt(3) == 0
                    ? values.near(leaf.leaf.type(), before, random)
                    : values.aimed(leaf.leaf.type(), seen, random);
            tentative.attempt(leaf, leaf.leaf.masked(value));
            if (reaches(event, goal)) {
                return true;
            }
            double now = distance(event);
            if (now <= closest) {
                closest = now;
            } else {
                tentative.revert(leaf, before);
            }
        }
        return false;
    }

    private double distance(ExecutionTrace.Event event) {
        SymbolicValue term = event.term();
        if (term.operation == null || !Arithmetic.comparesIntegers(term.operation)) {
            return 0;
        }
        try {
            long a = tentative.evaluate(term.first);
            long b = tentative.evaluate(term.second);
            return Math.min(Math.abs((double) (a - b)), Long.bitCount(a ^ b) * 1e6);
        } catch (Arithmetic.Trap e) {
            return Double.MAX_VALUE;
        }
    }
}
