package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.TestInput;
import io.github.mewe.equivalence.harness.ValueGenerator;
import io.github.mewe.wasm.Arithmetic;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Changes the input of a run so that an event of the run has another outcome. It inverts the operations that led to the
 * event and, where that fails, searches among similar values. Then it counts the conditions before the event that the
 * changed input violates, and repairs those it can. Only a run shows that an input reaches its goal.
 */
public final class InputSolver {
    private static final int ATTEMPTS = 5;
    private static final int MOST_REPAIRS = 6;
    private static final int KINDS_OF_VALUES = 3;

    private final ValueGenerator values;
    private final SplittableRandom random;
    private final TentativeInput tentative = new TentativeInput();
    private final OperationInverter inverter;
    private final GoalSolver goals;

    /** Solves for inputs with random choices. */
    public InputSolver(ValueGenerator values, SplittableRandom random) {
        this.values = values;
        this.random = random;
        this.inverter = new OperationInverter(tentative, values, random);
        this.goals = new GoalSolver(tentative, inverter, values, random);
    }

    /** Roughly how many symbolic values were evaluated or inverted so far. */
    long work() {
        return tentative.work();
    }

    /**
     * Solves for an input.
     *
     * @param at the number of an event of the trace
     * @param goal the wanted outcome of the event, a bit of {@link ExecutionTrace}
     * @return empty if no input was found
     */
    Optional<TestInput> solve(ExecutionTrace trace, int at, int goal) {
        try {
            return solved(trace, at, goal);
        } catch (RuntimeException | StackOverflowError e) {
            // A step that fails costs this input alone.
            tentative.restore();
            return Optional.empty();
        }
    }

    private Optional<TestInput> solved(ExecutionTrace trace, int at, int goal) {
        ExecutionTrace.Event event = trace.events().get(at);
        TestInput best = null;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && least > 0; i++) {
            if (goals.isReached(event, goal, i)) {
                int violated = violated(trace, at, true);
                if (violated > 0) {
                    violated = goals.reaches(event, goal) ? violated(trace, at, false) : Integer.MAX_VALUE;
                }
                if (violated < least) {
                    least = violated;
                    best = tentative.applyTo(trace.input());
                }
            }
            tentative.restore();
        }
        return Optional.ofNullable(best);
    }

    /**
     * Inputs that follow the same path with other values: each part of the input that no condition and no address
     * depends on becomes a NaN with a payload, a random value or a corner case, and stores overwrite other values.
     */
    List<TestInput> withOtherValues(ExecutionTrace trace) {
        int marked = tentative.nextRound();
        for (ExecutionTrace.Event event : trace.events()) {
            if (event.kind() == ExecutionTrace.Kind.DECISION || event.kind() == ExecutionTrace.Kind.KEPT) {
                event.term().mark(marked);
            }
        }
        tentative.nextRound();
        List<SymbolicValue> free =
                trace.leaves().stream().filter(leaf -> !leaf.isMarked(marked)).toList();
        List<SymbolicValue> kept =
                trace.leaves().stream().filter(leaf -> leaf.isMarked(marked)).toList();
        var inputs = new ArrayList<TestInput>();
        for (int kind = 0;
                kind < KINDS_OF_VALUES && !(free.isEmpty() && trace.stores().isEmpty());
                kind++) {
            var pokes = new ArrayList<>(trace.input().pokes());
            for (TestInput.Poke store : trace.stores()) {
                pokes.add(new TestInput.Poke(
                        store.address(), ~store.value() ^ (long) random.nextInt(8) << 2, store.size()));
            }
            for (SymbolicValue leaf : free) {
                tentative.attempt(leaf, leaf.leaf.masked(free(leaf.leaf, kind)));
            }
            // Kept parts come last, since bytes may belong to several parts.
            kept.forEach(leaf -> tentative.attempt(leaf, leaf.value));
            inputs.add(tentative.applyTo(trace.input().withPokes(pokes)));
            tentative.restore();
        }
        return inputs;
    }

    private long free(SymbolicValue.Leaf leaf, int kind) {
        return switch (kind) {
            case 0 ->
                leaf.bytes() == 8 || leaf.bytes() == 4
                        ? GoalSolver.nan(leaf.bytes() == 4 ? ValueType.F32 : ValueType.F64)
                        : -1 ^ random.nextInt(16);
            case 1 -> random.nextLong();
            default -> values.value(leaf.type(), random, 0.2);
        };
    }

    /** The number of earlier conditions that the tentative input violates. */
    private int violated(ExecutionTrace trace, int at, boolean repairs) {
        long changed = tentative.changed();
        int violated = 0;
        for (int i = 0; i < at; i++) {
            ExecutionTrace.Event event = trace.events().get(i);
            boolean isKept = event.kind() == ExecutionTrace.Kind.KEPT;
            if ((event.term().leaves & changed) == 0 || !isKept && event.kind() != ExecutionTrace.Kind.DECISION) {
                continue;
            }
            if (!holds(event, isKept)) {
                violated++;
                if (repairs && violated <= MOST_REPAIRS) {
                    repair(event, isKept);
                    violated -= holds(event, isKept) ? 1 : 0;
                }
            }
        }
        return violated;
    }

    private boolean holds(ExecutionTrace.Event event, boolean isKept) {
        try {
            long now = tentative.evaluate(event.term());
            return isKept ? now == event.term().value : (int) now != 0 == event.truth();
        } catch (Arithmetic.Trap e) {
            return false;
        }
    }

    private void repair(ExecutionTrace.Event event, boolean isKept) {
        tentative.keepTried(true);
        inverter.begin();
        try {
            if (isKept) {
                inverter.make(event.term(), event.term().value, 0);
            } else {
                inverter.makeTruth(event.term(), event.truth(), 0);
            }
        } catch (Arithmetic.Trap e) {
            // The condition stays violated.
        } finally {
            tentative.keepTried(false);
        }
    }
}
