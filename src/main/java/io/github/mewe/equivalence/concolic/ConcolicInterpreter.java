package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.InitialMemory;
import io.github.mewe.equivalence.harness.JournalingMemory;
import io.github.mewe.equivalence.harness.OutOfFuelException;
import io.github.mewe.equivalence.harness.StubRecorder;
import io.github.mewe.equivalence.harness.TestInput;
import io.github.mewe.equivalence.harness.TestInstance;
import io.github.mewe.equivalence.harness.TestModule;
import io.github.mewe.equivalence.harness.UnsupportedCodeException;
import io.github.mewe.equivalence.harness.ValueGenerator;
import io.github.mewe.wasm.Arithmetic;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a body of a test module instruction by instruction and keeps, beside every concrete value, the symbolic value
 * that says how it depends on the input (concolic execution: Godefroid, Klarlund, Sen: "DART: Directed Automated Random
 * Testing", 2005). An instruction that it does not model ends the run. Its results only suggest inputs; verdicts come
 * from the compiled module alone.
 */
public final class ConcolicInterpreter {
    private static final int MOST_DEPTH = 64;

    private final TestModule module;
    private final TestInstance instance;
    private final InitialMemory map;
    private final List<TestModule.Stub> stubs;
    private final StubRecorder recorder;
    private final OperandStack stack = new OperandStack();
    private final ControlStack labels = new ControlStack(stack);
    private final TraceRecorder trace = new TraceRecorder();
    private final ConcolicMemory memory;
    private final Map<Integer, DecodedBody> bodies = new HashMap<>();
    private final Map<Integer, Integer> firstPlaces = new HashMap<>();
    private int placeCount;
    private long[] globals = {};
    private SymbolicValue[] globalSymbols = {};
    private int depth;
    private int steps;
    private int mostSteps;
    private int fuel;

    /**
     * The limits of a run.
     *
     * @param fuel loop rounds and function entries
     * @param steps instructions
     */
    public record Limits(int fuel, int steps) {}

    /** Ends a run that exceeds its limits or meets an instruction that is not modelled. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
        static final Stopped STOPPED = new Stopped();

        private Stopped() {
            super("stopped", null, false, false);
        }
    }

    /**
     * Interprets bodies of one module.
     *
     * @param module a settled module
     * @param instance an instance of it, whose memory and stubs the runs use
     * @param map the initial values of the globals
     */
    public ConcolicInterpreter(TestModule module, TestInstance instance, InitialMemory map) {
        this.module = module;
        this.instance = instance;
        this.map = map;
        this.stubs = module.stubs();
        this.recorder = instance.recorder();
        this.memory = new ConcolicMemory(instance.memory(), recorder, stack, trace);
    }

    /** The number of instructions that the last run took. */
    int steps() {
        return steps;
    }

    /** The input without bytes beyond the initial memory, which a run reaches only after it has grown the memory. */
    TestInput withinMemory(TestInput input) {
        return input.within(map.size());
    }

    /**
     * Runs a body.
     *
     * @param answers the values that stubs return
     */
    ExecutionTrace run(TestModule.Body body, TestInput input, ValueGenerator answers, Limits limits) {
        instance.prepare(input, answers);
        begin(input, limits);
        DecodedBody decoded = decoded(body.number());
        for (int i = 0; i < input.arguments().length; i++) {
            ValueType type = decoded.shape.params().get(i);
            long argument = input.arguments()[i];
            stack.push(
                    argument,
                    trace.leaf(new SymbolicValue.Leaf(SymbolicValue.Kind.ARGUMENT, i, 0, bytes(type), type), argument));
        }
        return trace.end(input, isCompleted(body));
    }

    /**
     * Returns false if the run exceeds its limits or the capacity of a stack, or reaches an instruction that is not
     * modelled.
     */
    private boolean isCompleted(TestModule.Body body) {
        try {
            call(body.number());
            return true;
        } catch (Arithmetic.Trap | JournalingMemory.OutOfBounds e) {
            return true;
        } catch (Stopped | OutOfFuelException | UnsupportedCodeException | ArrayIndexOutOfBoundsException e) {
            return false;
        }
    }

    private void begin(TestInput input, Limits limits) {
        stack.clear();
        labels.clear();
        depth = 0;
        steps = 0;
        fuel = limits.fuel();
        mostSteps = limits.steps();
        memory.begin();
        trace.begin();
        globals = new long[map.globals().size()];
        globalSymbols = new SymbolicValue[globals.length];
        int next = 0;
        for (int i = 0; i < globals.length; i++) {
            ModuleSections.Global global = map.globals().get(i);
            if (global.isMutable() && global.type().isScalar()) {
                globals[i] = global.type().truncate(input.globals()[next]);
                if (i != map.stackPointer()) {
                    var leaf = new SymbolicValue.Leaf(
                            SymbolicValue.Kind.GLOBAL, next, 0, bytes(global.type()), global.type());
                    globalSymbols[i] = trace.leaf(leaf, globals[i]);
                }
                next++;
            } else {
                globals[i] = global.type().truncate(map.value(i));
            }
        }
    }

    private static int bytes(ValueType type) {
        return type.isNarrow() ? 4 : 8;
    }

    private DecodedBody decoded(int number) {
        return bodies.computeIfAbsent(number, n -> {
            var body = new DecodedBody(module, n);
            firstPlaces.put(n, placeCount);
            placeCount += body.operations.length;
            trace.resize(placeCount);
            return body;
        });
    }

    private void call(int number) {
        DecodedBody body = decoded(number);
        if (++depth > MOST_DEPTH) {
            throw Stopped.STOPPED;
        }
        int base = stack.height() - body.shape.params().size();
        for (int i = body.shape.params().size(); i < body.locals.length; i++) {
            stack.push(0, null);
        }
        var frame = new Frame(body, firstPlaces.get(number), base, labels.size());
        int end = body.operations.length;
        labels.push(end, base, body.shape.results().size());
        for (int at = 0; at < end; ) {
            if (++steps > mostSteps) {
                throw Stopped.STOPPED;
            }
            at = frame.step(at);
        }
        depth--;
    }

    private void callee(int index) {
        if (index >= stubs.size()) {
            call(index - stubs.size());
            return;
        }
        TestModule.Stub stub = stubs.get(index);
        int params = stub.shape().params().size();
        long[] arguments = stack.top(params);
        stack.drop(params);
        long[] answer = recorder.call(stub, arguments);
        memory.addStubWrites();
        int number = recorder.calls() - 1;
        for (int i = 0; i < answer.length; i++) {
            ValueType type = stub.shape().results().get(i);
            long bits = type.truncate(answer[i]);
            var leaf = new SymbolicValue.Leaf(SymbolicValue.Kind.ANSWER, number, 0, bytes(type), type);
            stack.push(bits, i > 0 ? null : trace.leaf(leaf, bits));
        }
    }

    /** An active call. */
    private final class Frame {
        private final DecodedBody body;
        private final int firstPlace;
        private final int base;
        private final int outermost;

        /**
         * Opens a frame.
         *
         * @param firstPlace the place of the body's first instruction
         * @param base the stack slot of the first local
         * @param outermost the number of labels below those of the call
         */
        Frame(DecodedBody body, int firstPlace, int base, int outermost) {
            this.body = body;
            this.firstPlace = firstPlace;
            this.base = base;
            this.outermost = outermost;
        }

        /** Executes an instruction and returns the next one. */
        int step(int at) {
            Opcode operation = body.operations[at];
            if (operation == null) {
                trace.reach(firstPlace + at, ExecutionTrace.PASSED);
                if (--fuel < 0) {
                    throw Stopped.STOPPED;
                }
                return at + 1;
            }
            switch (operation) {
                case UNREACHABLE -> throw Arithmetic.Trap.TRAP;
                case NOP -> {}
                case BLOCK -> labels.push(body.ends[at] + 1, stack.height() - body.takes[at], body.leaves[at]);
                case LOOP -> labels.pushLoop(at, stack.height() - body.takes[at], body.takes[at]);
                case IF -> {
                    return enter(at);
                }
                case ELSE -> {
                    labels.pop();
                    return body.ends[at] + 1;
                }
                case END -> {
                    if (labels.size() - 1 == outermost) {
                        return labels.branch(0);
                    }
                    labels.pop();
                }
                case BR -> {
                    return labels.branch((int) body.immediates[at]);
                }
                case BR_IF -> {
                    if (popDecision(firstPlace + at)) {
                        return labels.branch((int) body.immediates[at]);
                    }
                }
                case BR_TABLE -> {
                    int[] table = body.tables[at];
                    stack.drop(1);
                    long index = stack.value(stack.height());
                    return labels.branch(table[(int) Math.min(index, table.length - 1)]);
                }
                case RETURN -> {
                    return leave();
                }
                case CALL, RETURN_CALL -> {
                    callee((int) body.immediates[at]);
                    if (operation == Opcode.RETURN_CALL) {
                        return leave();
                    }
                }
                default -> access(operation, at);
            }
            return at + 1;
        }

        private int enter(int at) {
            boolean truth = popDecision(firstPlace + at);
            if (!truth && body.others[at] < 0) {
                return body.ends[at] + 1;
            }
            labels.push(body.ends[at] + 1, stack.height() - body.takes[at], body.leaves[at]);
            return truth ? at + 1 : body.others[at];
        }

        private int leave() {
            return labels.branch(labels.size() - 1 - outermost);
        }

        /** Executes an instruction that accesses locals, globals or memory, or that only computes. */
        private void access(Opcode operation, int at) {
            long immediate = body.immediates[at];
            switch (operation) {
                case DROP -> stack.drop(1);
                case SELECT -> select(firstPlace + at);
                case LOCAL_GET -> {
                    int local = base + (int) immediate;
                    long value = stack.value(local);
                    SymbolicValue symbol = stack.symbol(local);
                    stack.push(value, symbol);
                    trace.noteFloat(firstPlace + at, body.locals[(int) immediate], value, symbol);
                }
                case LOCAL_SET, LOCAL_TEE -> {
                    int top = stack.height() - 1;
                    stack.set(base + (int) immediate, stack.value(top), stack.symbol(top));
                    stack.drop(operation == Opcode.LOCAL_SET ? 1 : 0);
                }
                case GLOBAL_GET -> {
                    int global = (int) immediate;
                    boolean isKnown = global < globals.length;
                    stack.push(isKnown ? globals[global] : 0, isKnown ? globalSymbols[global] : null);
                }
                case GLOBAL_SET -> {
                    int global = (int) immediate;
                    stack.drop(1);
                    if (global < globals.length) {
                        globals[global] = stack.value(stack.height());
                        globalSymbols[global] = stack.symbol(stack.height());
                    }
                }
                case MEMORY_SIZE -> memory.size();
                case MEMORY_GROW -> memory.grow();
                case I32_CONST -> stack.push(immediate & 0xFFFF_FFFFL, null);
                case I64_CONST, F32_CONST, F64_CONST -> stack.push(immediate, null);
                case MEMORY_INIT, DATA_DROP, MEMORY_COPY, MEMORY_FILL -> memory.bulk(operation, (int) immediate);
                default -> compute(operation, immediate, firstPlace + at);
            }
        }
    }

    private void compute(Opcode operation, long immediate, int place) {
        if (operation.isScalarLoad()) {
            memory.load(operation, immediate, place);
        } else if (operation.isScalarStore()) {
            memory.store(operation, immediate, place);
        } else if (!Arithmetic.isNumeric(operation)) {
            throw Stopped.STOPPED;
        } else if (Arithmetic.isBinary(operation)) {
            binary(operation, place);
        } else {
            unary(operation, place);
        }
    }

    /** Takes a condition from the stack and notes which way it decides. */
    private boolean popDecision(int place) {
        stack.drop(1);
        return decide(place, stack.height());
    }

    private boolean decide(int place, int slot) {
        boolean truth = (int) stack.value(slot) != 0;
        trace.reach(place, truth ? ExecutionTrace.TRUE : ExecutionTrace.FALSE);
        if (stack.symbol(slot) != null) {
            trace.note(place, ExecutionTrace.Kind.DECISION, stack.symbol(slot), truth);
        }
        return truth;
    }

    private void select(int place) {
        stack.drop(2);
        int second = stack.height();
        int first = second - 1;
        boolean truth = decide(place, second + 1);
        SymbolicValue condition = stack.symbol(second + 1);
        int chosen = truth ? first : second;
        long value = stack.value(chosen);
        SymbolicValue symbol = stack.symbol(chosen);
        boolean differ = stack.symbol(first) != stack.symbol(second) || stack.value(first) != stack.value(second);
        if (condition != null && (symbol != null || differ)) {
            symbol = SymbolicValue.of(
                    Opcode.SELECT, stack.symbolOrConstant(first), stack.symbolOrConstant(second), condition, value);
        }
        stack.set(first, value, symbol);
    }

    private void unary(Opcode operation, int place) {
        int top = stack.height() - 1;
        SymbolicValue operand = stack.symbol(top);
        long a = stack.value(top);
        if (operand != null) {
            trace.reach(place, OperandCases.of(operation, a));
        }
        long result = Arithmetic.unary(operation, a);
        SymbolicValue symbol = operand == null ? null : SymbolicValue.of(operation, operand, null, null, result);
        stack.set(top, result, symbol);
        if (symbol != null) {
            trace.note(place, ExecutionTrace.Kind.VALUE, symbol, false);
        }
    }

    private void binary(Opcode operation, int place) {
        stack.drop(1);
        int second = stack.height();
        int first = second - 1;
        long a = stack.value(first);
        long b = stack.value(second);
        boolean isSymbolic = stack.symbol(first) != null || stack.symbol(second) != null;
        if (isSymbolic) {
            trace.reach(place, OperandCases.of(operation, a, b));
            if (Arithmetic.isDivision(operation) && stack.symbol(second) != null) {
                trace.note(place, ExecutionTrace.Kind.KEPT, stack.symbol(second), b != 0);
            }
        }
        long result = Arithmetic.binary(operation, a, b);
        SymbolicValue symbol = null;
        if (isSymbolic) {
            symbol = SymbolicValue.of(
                    operation, stack.symbolOrConstant(first), stack.symbolOrConstant(second), null, result);
            if (symbol != null) {
                trace.note(place, ExecutionTrace.Kind.VALUE, symbol, false);
            }
        }
        stack.set(first, result, symbol);
    }
}
