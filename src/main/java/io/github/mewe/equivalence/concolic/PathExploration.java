package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.TestInput;
import io.github.mewe.equivalence.harness.TestModule;
import io.github.mewe.equivalence.harness.ValueGenerator;
import io.github.mewe.wasm.Arithmetic;
import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Searches inputs that drive a body along new paths: branches in the other direction, and corner cases of operations,
 * where faults show (limits of comparisons, different signs, bits that a mask clears). Ends early if the thread is
 * interrupted.
 */
public final class PathExploration {
    private static final int DIRECTIONS = ExecutionTrace.FALSE | ExecutionTrace.TRUE;
    private static final int CORNERS = ExecutionTrace.EQUAL
            | ExecutionTrace.ABOVE
            | ExecutionTrace.BELOW
            | ExecutionTrace.SIGNS
            | ExecutionTrace.NEGATIVE
            | ExecutionTrace.ZERO
            | ExecutionTrace.WIDE
            | ExecutionTrace.NAN;
    private static final int GOALS = 16;

    /** The number of attempts per goal. */
    private static final int MOST_TRIES_OF_DIRECTIONS = 14;

    private static final int MOST_TRIES_OF_CORNERS = 2;

    /** The number of traces to solve from. */
    private static final int MOST_TRACES = 96;

    /** The number of traces that are kept even if they reach nothing new. */
    private static final int FIRST_TRACES = 8;

    /** The number of instructions of all kept traces, which bounds their memory. */
    private static final long MOST_KEPT_STEPS = 8_000_000;

    private static final int WORK_OF_A_RUN = 200;

    /** The exploration ends when a fraction of the work reaches nothing new. */
    private static final int EXTENSIONS = 10;

    /** The number of traces to repeat with other values. */
    private static final int MOST_VARIED = 20;

    private final ConcolicInterpreter interpreter;
    private final TestModule.Body body;
    private final ValueGenerator values;
    private final InputSolver solver;
    private final ConcolicInterpreter.Limits limits;
    private final long mostWork;
    private long limit;
    private final List<ExecutionTrace> traces = new ArrayList<>();
    private final List<TestInput> found = new ArrayList<>();
    private int[] reached = {};

    /** The same for incomplete runs. */
    private int[] glimpsed = {};

    private byte[] tries = {};
    private long stepsTaken;
    private long keptSteps;

    /**
     * Prepares an exploration.
     *
     * @param values generates the answers of stubs
     * @param limits the limits of each run
     * @param mostWork the limit of all interpreted instructions and solver steps
     */
    public PathExploration(
            ConcolicInterpreter interpreter,
            TestModule.Body body,
            ValueGenerator values,
            InputSolver solver,
            ConcolicInterpreter.Limits limits,
            long mostWork) {
        this.interpreter = interpreter;
        this.body = body;
        this.values = values;
        this.solver = solver;
        this.limits = limits;
        this.mostWork = mostWork;
        this.limit = mostWork / EXTENSIONS;
    }

    /**
     * Explores.
     *
     * @param known the inputs to start from
     * @return inputs of which each reaches something that neither the known ones nor those before it reach
     */
    public List<TestInput> explore(List<TestInput> known) {
        for (TestInput input : known) {
            if (work() > mostWork / EXTENSIONS / 2) {
                break;
            }
            followed(input);
        }
        found.clear();
        limit = work() + mostWork / EXTENSIONS;
        for (int goals : new int[] {DIRECTIONS, DIRECTIONS, CORNERS, DIRECTIONS}) {
            pass(goals);
        }
        return List.copyOf(found);
    }

    /** Inputs that follow the found paths, with other values where these do not matter for the path. */
    public List<TestInput> varied() {
        var inputs = new ArrayList<TestInput>();
        int count = 0;
        for (int i = traces.size() - 1; i >= 0 && count < MOST_VARIED; i--) {
            if (traces.get(i).isComplete()) {
                solver.withOtherValues(traces.get(i)).forEach(input -> inputs.add(interpreter.withinMemory(input)));
                count++;
            }
        }
        return inputs;
    }

    private long work() {
        return stepsTaken + solver.work();
    }

    private boolean isAffordable() {
        return work() < Math.min(mostWork, limit) && !Thread.currentThread().isInterrupted();
    }

    /** Solves from all traces, including those added meanwhile; the newest come first, since they lead deepest. */
    private void pass(int goals) {
        var done = new boolean[MOST_TRACES + 1];
        for (int next = newest(done); next >= 0 && isAffordable(); next = newest(done)) {
            done[next] = true;
            tryAll(traces.get(next), goals);
        }
    }

    private int newest(boolean[] done) {
        for (int i = traces.size() - 1; i >= 0; i--) {
            if (!done[i]) {
                return i;
            }
        }
        return -1;
    }

    private void tryAll(ExecutionTrace trace, int goals) {
        int most = goals == CORNERS ? MOST_TRIES_OF_CORNERS : MOST_TRIES_OF_DIRECTIONS;
        for (int i = 0; i < trace.events().size() && isAffordable(); i++) {
            ExecutionTrace.Event event = trace.events().get(i);
            int open = wanted(event) & goals & ~reached[event.place()];
            while (open != 0) {
                int goal = Integer.lowestOneBit(open);
                open &= ~goal;
                int slot = event.place() * GOALS + Integer.numberOfTrailingZeros(goal);
                if (tries[slot] < most) {
                    tries[slot]++;
                    solver.solve(trace, i, goal).map(interpreter::withinMemory).ifPresent(this::followed);
                }
            }
        }
    }

    /** The goals of an event. */
    private static int wanted(ExecutionTrace.Event event) {
        return switch (event.kind()) {
            case DECISION -> DIRECTIONS;
            case FLOAT -> ExecutionTrace.NAN;
            case LOAD -> ExecutionTrace.WIDE;
            case KEPT -> event.truth() ? ExecutionTrace.ZERO : 0;
            case VALUE -> corners(event.term());
        };
    }

    private static int corners(SymbolicValue term) {
        Opcode operation = term.operation;
        if (Arithmetic.comparesIntegers(operation)) {
            return ExecutionTrace.EQUAL | ExecutionTrace.ABOVE | ExecutionTrace.BELOW | ExecutionTrace.SIGNS;
        }
        if (operation == Opcode.I32_EQZ || operation == Opcode.I64_EQZ) {
            return ExecutionTrace.EQUAL | ExecutionTrace.ABOVE;
        }
        if (Arithmetic.isSignExtension(operation)) {
            return ExecutionTrace.WIDE;
        }
        ValueType type = Arithmetic.operandType(operation);
        if (type.isFloat()) {
            return ExecutionTrace.NAN;
        }
        boolean isAnd = operation == Opcode.I32_AND || operation == Opcode.I64_AND;
        if (isAnd) {
            return term.second.leaves == 0 ? ExecutionTrace.WIDE : 0;
        }
        boolean isPlain = operation == Opcode.I32_ADD
                || operation == Opcode.I32_SUB
                || operation == Opcode.I64_ADD
                || operation == Opcode.I64_SUB;
        return isPlain ? 0 : ExecutionTrace.NEGATIVE;
    }

    private void followed(TestInput input) {
        try {
            add(interpreter.run(body, input, values, limits));
        } catch (RuntimeException | StackOverflowError e) {
            // A run that the interpreter fails on costs this input alone: it only suggests inputs.
            stepsTaken += WORK_OF_A_RUN;
        }
    }

    private void add(ExecutionTrace trace) {
        stepsTaken += interpreter.steps() + WORK_OF_A_RUN;
        boolean isNew = false;
        boolean isGlimpsed = false;
        for (int i = 0; i < trace.places().length; i++) {
            int place = trace.places()[i];
            if (place >= reached.length) {
                reached = Arrays.copyOf(reached, Math.max(place + 1, reached.length * 2));
                glimpsed = Arrays.copyOf(glimpsed, reached.length);
                tries = Arrays.copyOf(tries, reached.length * GOALS);
            }
            isGlimpsed |= (trace.reached()[i] & DIRECTIONS & ~(reached[place] | glimpsed[place])) != 0;
            if (trace.isComplete()) {
                isNew |= (trace.reached()[i] & ~reached[place]) != 0;
                reached[place] |= trace.reached()[i];
            } else {
                glimpsed[place] |= trace.reached()[i];
            }
        }
        if (isNew) {
            found.add(trace.input());
            limit = Math.max(limit, work() + mostWork / EXTENSIONS);
        }
        boolean isFirst = traces.size() < FIRST_TRACES;
        if ((isNew || isGlimpsed || isFirst) && traces.size() < MOST_TRACES && keptSteps < MOST_KEPT_STEPS) {
            keptSteps += interpreter.steps();
            traces.add(trace);
        }
    }
}
