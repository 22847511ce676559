package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.FunctionShape;
import io.github.mewe.equivalence.harness.InitialMemory;
import io.github.mewe.equivalence.harness.Instruction;
import io.github.mewe.equivalence.harness.JournalingMemory;
import io.github.mewe.equivalence.harness.OutOfFuelException;
import io.github.mewe.equivalence.harness.StubRecorder;
import io.github.mewe.equivalence.harness.TestInput;
import io.github.mewe.equivalence.harness.TestInstance;
import io.github.mewe.equivalence.harness.TestModule;
import io.github.mewe.equivalence.harness.UnsupportedCodeException;
import io.github.mewe.equivalence.harness.ValueGenerator;
import io.github.mewe.equivalence.harness.WasmBinary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a body of a test module instruction by instruction, and keeps how what decides its way came about: out of which
 * arguments, bytes of memory and answers, by which operations (concolic execution: Godefroid, Klarlund, Sen: "DART:
 * Directed Automated Random Testing", 2005). What it does not know ends a run; nothing is compared by it.
 */
public final class ConcolicInterpreter {
    private static final int MOST_VALUES = 1 << 14;
    private static final int MOST_LABELS = 1 << 12;
    private static final int MOST_DEPTH = 64;
    private static final int MOST_EVENTS = 6_000;

    /** So many events of one place are kept of a run. */
    private static final int MOST_OF_A_PLACE = 24;

    private static final int MOST_STORES = 128;
    private static final int MOST_COPIED = 1_024;
    private static final int LOCAL_GET = 0x20;

    private final TestModule module;
    private final JournalingMemory memory;
    private final StubRecorder recorder;
    private final TestInstance instance;
    private final InitialMemory map;
    private final Map<Integer, DecodedBody> programs = new HashMap<>();
    private final Map<Integer, Integer> firstPlaces = new HashMap<>();
    private final List<TestModule.Stub> stubs;
    private int placeCount;

    private final long[] values = new long[MOST_VALUES];
    private final SymbolicValue[] terms = new SymbolicValue[MOST_VALUES];
    private int top;
    private final int[] labelPlaces = new int[MOST_LABELS];
    private final int[] labelHeights = new int[MOST_LABELS];
    private final int[] labelArities = new int[MOST_LABELS];
    private int labels;
    private int depth;
    private int steps;
    private int mostSteps;
    private int fuel;

    private long[] globals = {};
    private SymbolicValue[] globalTerms = {};
    private final SymbolicMemory written = new SymbolicMemory();
    private Map<SymbolicValue.Leaf, SymbolicValue> leaves = new LinkedHashMap<>();
    private List<ExecutionTrace.Event> events = new ArrayList<>();
    private List<TestInput.Poke> stores = new ArrayList<>();
    private int[] eventCounts = {};
    private int[] reached = {};
    private int[] touched = new int[256];
    private int touchedCount;

    /** Ends a run. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
        static final Stopped STOPPED = new Stopped();

        private Stopped() {
            super("stopped", null, false, false);
        }
    }

    /**
     * A follower.
     *
     * @param module a settled module
     * @param instance an instance of it, whose memory and recorder are used
     * @param map the first values of globals
     */
    public ConcolicInterpreter(TestModule module, TestInstance instance, InitialMemory map) {
        this.module = module;
        this.instance = instance;
        this.memory = instance.memory();
        this.recorder = instance.recorder();
        this.map = map;
        this.stubs = module.stubs();
    }

    /** How many instructions the last run took. */
    int steps() {
        return steps;
    }

    /**
     * Runs a body.
     *
     * @param body the body
     * @param input what it is run on
     * @param answers what stubs answer with
     * @param mostFuel how many rounds of loops and entries of functions it may make
     * @param most how many instructions it may take
     */
    ExecutionTrace run(TestModule.Body body, TestInput input, ValueGenerator answers, int mostFuel, int most) {
        instance.prepare(input, answers);
        begin(input, mostFuel, most);
        DecodedBody program = program(body.number());
        for (int i = 0; i < input.arguments().length; i++) {
            int type = program.shape.params().get(i);
            push(
                    input.arguments()[i],
                    leaf(
                            new SymbolicValue.Leaf(SymbolicValue.Kind.ARGUMENT, i, 0, bytes(type), type),
                            input.arguments()[i]));
        }
        boolean isComplete = isCompleted(body);
        var places = Arrays.copyOf(touched, touchedCount);
        var bits = new int[touchedCount];
        for (int i = 0; i < touchedCount; i++) {
            bits[i] = reached[touched[i]];
            reached[touched[i]] = 0;
            eventCounts[touched[i]] = 0;
        }
        return new ExecutionTrace(input, events, List.copyOf(leaves.values()), stores, places, bits, isComplete);
    }

    /** Whether the run comes to an end of its own; not if it is too deep for the stack of values or labels. */
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

    private void begin(TestInput input, int mostFuel, int most) {
        top = 0;
        labels = 0;
        depth = 0;
        steps = 0;
        fuel = mostFuel;
        mostSteps = most;
        written.clear();
        leaves = new LinkedHashMap<>();
        events = new ArrayList<>();
        stores = new ArrayList<>();
        touchedCount = 0;
        globals = new long[map.globals().size()];
        globalTerms = new SymbolicValue[globals.length];
        int next = 0;
        for (int i = 0; i < globals.length; i++) {
            WasmBinary.Global global = map.globals().get(i);
            if (global.isMutable() && FunctionShape.isScalar(global.type())) {
                globals[i] = FunctionShape.bits(global.type(), input.globals()[next]);
                if (i != map.stackPointer()) {
                    var leaf = new SymbolicValue.Leaf(
                            SymbolicValue.Kind.GLOBAL, next, 0, bytes(global.type()), global.type());
                    globalTerms[i] = leaf(leaf, globals[i]);
                }
                next++;
            } else {
                globals[i] = FunctionShape.bits(global.type(), map.value(i));
            }
        }
    }

    private static int bytes(int type) {
        return type == FunctionShape.I32 || type == FunctionShape.F32 ? 4 : 8;
    }

    private SymbolicValue leaf(SymbolicValue.Leaf leaf, long value) {
        SymbolicValue known = leaves.get(leaf);
        if (known == null) {
            known = SymbolicValue.leaf(leaf, leaf.masked(value), leaves.size());
            leaves.put(leaf, known);
        }
        return known;
    }

    private DecodedBody program(int number) {
        return programs.computeIfAbsent(number, n -> {
            DecodedBody program = new DecodedBody(module, n);
            firstPlaces.put(n, placeCount);
            placeCount += program.operations.length;
            reached = Arrays.copyOf(reached, placeCount);
            eventCounts = Arrays.copyOf(eventCounts, placeCount);
            return program;
        });
    }

    private void push(long value, SymbolicValue term) {
        values[top] = value;
        terms[top++] = term;
    }

    private void reach(int place, int bits) {
        if (reached[place] == 0) {
            if (touchedCount == touched.length) {
                touched = Arrays.copyOf(touched, touchedCount * 2);
            }
            touched[touchedCount++] = place;
        }
        reached[place] |= bits;
    }

    private void note(int place, ExecutionTrace.Kind kind, SymbolicValue term, boolean truth) {
        reach(place, ExecutionTrace.PASSED);
        if (events.size() < MOST_EVENTS && eventCounts[place]++ < MOST_OF_A_PLACE) {
            events.add(new ExecutionTrace.Event(place, kind, term, truth));
        }
    }

    private boolean decide(int place, int at) {
        boolean truth = (int) values[at] != 0;
        reach(place, truth ? ExecutionTrace.TRUE : ExecutionTrace.FALSE);
        if (terms[at] != null) {
            note(place, ExecutionTrace.Kind.DECISION, terms[at], truth);
        }
        return truth;
    }

    private void call(int number) {
        DecodedBody program = program(number);
        int place = firstPlaces.get(number);
        if (++depth > MOST_DEPTH) {
            throw Stopped.STOPPED;
        }
        int base = top - program.shape.params().size();
        for (int i = program.shape.params().size(); i < program.locals.length; i++) {
            push(0, null);
        }
        int outermost = labels;
        int end = program.operations.length;
        label(end, base, program.shape.results().size());
        int at = 0;
        while (at < end) {
            if (++steps > mostSteps) {
                throw Stopped.STOPPED;
            }
            int operation = program.operations[at];
            switch (operation) {
                case DecodedBody.SPEND -> {
                    reach(place + at, ExecutionTrace.PASSED);
                    if (--fuel < 0) {
                        throw Stopped.STOPPED;
                    }
                    at++;
                }
                case Instruction.UNREACHABLE -> throw Arithmetic.Trap.TRAP;
                case 0x01 -> at++;
                case Instruction.BLOCK -> {
                    label(program.ends[at] + 1, top - program.takes[at], program.leaves[at]);
                    at++;
                }
                case Instruction.LOOP -> {
                    // A branch to a loop enters it again, behind the loop's own instruction.
                    label(-(at + 1), top - program.takes[at], program.takes[at]);
                    at++;
                }
                case Instruction.IF -> {
                    boolean truth = decide(place + at, --top);
                    if (truth || program.others[at] >= 0) {
                        label(program.ends[at] + 1, top - program.takes[at], program.leaves[at]);
                        at = truth ? at + 1 : program.others[at];
                    } else {
                        at = program.ends[at] + 1;
                    }
                }
                case Instruction.ELSE -> {
                    labels--;
                    at = program.ends[at] + 1;
                }
                case Instruction.END -> {
                    if (labels - 1 == outermost) {
                        at = branch(0);
                    } else {
                        labels--;
                        at++;
                    }
                }
                case Instruction.BR -> at = branch((int) program.immediates[at]);
                case Instruction.BR_IF ->
                    at = decide(place + at, --top) ? branch((int) program.immediates[at]) : at + 1;
                case Instruction.BR_TABLE -> {
                    long[] table = program.tables[at];
                    long index = values[--top];
                    at = branch((int) table[(int) Math.min(index, table.length - 1)]);
                }
                case Instruction.RETURN -> at = branch(labels - 1 - outermost);
                case Instruction.CALL, Instruction.RETURN_CALL -> {
                    callee((int) program.immediates[at]);
                    at = operation == Instruction.CALL ? at + 1 : branch(labels - 1 - outermost);
                }
                case 0x1A -> {
                    top--;
                    at++;
                }
                case SymbolicValue.SELECT -> {
                    select(place + at);
                    at++;
                }
                case LOCAL_GET -> {
                    int local = base + (int) program.immediates[at];
                    push(values[local], terms[local]);
                    seeFloat(place + at, program.locals[(int) program.immediates[at]]);
                    at++;
                }
                case 0x21, 0x22 -> {
                    int local = base + (int) program.immediates[at];
                    values[local] = values[top - 1];
                    terms[local] = terms[top - 1];
                    top -= operation == 0x21 ? 1 : 0;
                    at++;
                }
                case Instruction.GLOBAL_GET -> {
                    int global = (int) program.immediates[at];
                    boolean isKnown = global < globals.length;
                    push(isKnown ? globals[global] : 0, isKnown ? globalTerms[global] : null);
                    at++;
                }
                case Instruction.GLOBAL_SET -> {
                    int global = (int) program.immediates[at];
                    top--;
                    if (global < globals.length) {
                        globals[global] = values[top];
                        globalTerms[global] = terms[top];
                    }
                    at++;
                }
                case 0x3F -> {
                    push(memory.pages(), null);
                    at++;
                }
                case 0x40 -> {
                    values[top - 1] = memory.grow((int) values[top - 1]) & 0xFFFF_FFFFL;
                    terms[top - 1] = null;
                    at++;
                }
                case Instruction.I32_CONST -> {
                    push(program.immediates[at] & 0xFFFF_FFFFL, null);
                    at++;
                }
                case Instruction.I64_CONST, Instruction.F32_CONST, Instruction.F64_CONST -> {
                    push(program.immediates[at], null);
                    at++;
                }
                case 0xFC << 12 | 8, 0xFC << 12 | 9, 0xFC << 12 | 10, 0xFC << 12 | 11 -> {
                    bulk(operation, (int) program.immediates[at]);
                    at++;
                }
                default -> {
                    other(operation, program.immediates[at], place + at);
                    at++;
                }
            }
        }
        depth--;
    }

    private void label(int place, int height, int arity) {
        labelPlaces[labels] = place;
        labelHeights[labels] = height;
        labelArities[labels++] = arity;
    }

    /** Leaves constructs, and returns where it goes on. */
    private int branch(int out) {
        int label = labels - 1 - out;
        int arity = labelArities[label];
        int height = labelHeights[label];
        System.arraycopy(values, top - arity, values, height, arity);
        System.arraycopy(terms, top - arity, terms, height, arity);
        top = height + arity;
        int place = labelPlaces[label];
        labels = place < 0 ? label + 1 : label;
        return place < 0 ? -place : place;
    }

    private void callee(int index) {
        if (index >= stubs.size()) {
            call(index - stubs.size());
            return;
        }
        TestModule.Stub stub = stubs.get(index);
        int params = stub.shape().params().size();
        top -= params;
        long[] answer = recorder.call(stub, Arrays.copyOfRange(values, top, top + params));
        int number = recorder.calls() - 1;
        for (int address : recorder.lastWrites()) {
            long value = memory.readInt(address) & 0xFFFF_FFFFL;
            written.put(new SymbolicMemory.Write(address, 4, effect(address, 4, FunctionShape.I32, value), number + 1));
        }
        for (int i = 0; i < answer.length; i++) {
            int type = stub.shape().results().get(i);
            long bits = FunctionShape.bits(type, answer[i]);
            push(
                    bits,
                    i > 0
                            ? null
                            : leaf(
                                    new SymbolicValue.Leaf(SymbolicValue.Kind.ANSWER, number, 0, bytes(type), type),
                                    bits));
        }
    }

    private void select(int place) {
        top -= 2;
        boolean truth = decide(place, top + 1);
        SymbolicValue condition = terms[top + 1];
        int chosen = truth ? top - 1 : top;
        SymbolicValue term = terms[chosen];
        if (condition != null && (term != null || terms[top - 1] != terms[top] || values[top - 1] != values[top])) {
            term = SymbolicValue.of(
                    SymbolicValue.SELECT, orConstant(top - 1), orConstant(top), condition, values[chosen]);
        }
        long value = values[chosen];
        values[top - 1] = value;
        terms[top - 1] = term;
    }

    private SymbolicValue orConstant(int at) {
        return terms[at] == null ? SymbolicValue.constant(values[at]) : terms[at];
    }

    private void other(int operation, long immediate, int place) {
        if (operation >= 0x28 && operation <= 0x35) {
            load(operation, immediate, place);
        } else if (operation >= 0x36 && operation <= 0x3E) {
            store(operation, immediate, place);
        } else if (!Arithmetic.isKnown(operation)) {
            throw Stopped.STOPPED;
        } else if (Arithmetic.isBinary(operation)) {
            binary(operation, place);
        } else {
            unary(operation, place);
        }
    }

    private void unary(int operation, int place) {
        SymbolicValue operand = terms[top - 1];
        long a = values[top - 1];
        if (operand != null) {
            reach(place, seen(operation, a));
        }
        long result = Arithmetic.unary(operation, a);
        values[top - 1] = result;
        if (operand != null) {
            terms[top - 1] = SymbolicValue.of(operation, operand, null, null, result);
            if (terms[top - 1] != null) {
                note(place, ExecutionTrace.Kind.VALUE, terms[top - 1], false);
            }
        }
    }

    /** What is remarkable about the operand of an operation. */
    static int seen(int operation, long a) {
        int type = Arithmetic.operandType(operation);
        int bits = ExecutionTrace.PASSED;
        if (operation == Arithmetic.I32_EQZ || operation == Arithmetic.I64_EQZ) {
            bits |= a == 0 ? ExecutionTrace.EQUAL : a == 1 ? ExecutionTrace.ABOVE : 0;
        }
        if (type == FunctionShape.I32 || type == FunctionShape.I64) {
            bits |= isNegative(type, a) ? ExecutionTrace.NEGATIVE : 0;
        }
        boolean isExtension = operation >= 0xC0 && operation <= 0xC4;
        return bits | (isExtension && (a >>> width(operation) - 1 & 1) != 0 ? ExecutionTrace.WIDE : 0);
    }

    /** How many bits an extension of a sign extends. */
    static int width(int operation) {
        return operation == 0xC0 || operation == 0xC2 ? 8 : operation == 0xC4 ? 32 : 16;
    }

    private static boolean isNegative(int type, long bits) {
        return type == FunctionShape.I32 ? (int) bits < 0 : bits < 0;
    }

    private void binary(int operation, int place) {
        top--;
        long a = values[top - 1];
        long b = values[top];
        boolean isKnown = terms[top - 1] != null || terms[top] != null;
        if (isKnown) {
            reach(place, seen(operation, a, b));
        }
        SymbolicValue term = null;
        if (isKnown) {
            boolean canTrap = operation >= 0x6D && operation <= 0x70 || operation >= 0x7F && operation <= 0x82;
            if (canTrap && terms[top] != null) {
                note(place, ExecutionTrace.Kind.KEPT, terms[top], b != 0);
            }
        }
        long result = Arithmetic.binary(operation, a, b);
        if (isKnown) {
            term = SymbolicValue.of(operation, orConstant(top - 1), orConstant(top), null, result);
            if (term != null) {
                note(place, ExecutionTrace.Kind.VALUE, term, false);
            }
        }
        values[top - 1] = result;
        terms[top - 1] = term;
    }

    /** What is remarkable about the operands of an operation. */
    static int seen(int operation, long a, long b) {
        int type = Arithmetic.operandType(operation);
        if (type == FunctionShape.F32 || type == FunctionShape.F64) {
            return ExecutionTrace.PASSED | (isNan(type, a) || isNan(type, b) ? ExecutionTrace.NAN : 0);
        }
        int bits = ExecutionTrace.PASSED | (isNegative(type, a) ? ExecutionTrace.NEGATIVE : 0);
        if (Arithmetic.comparesIntegers(operation)) {
            bits |= a == b ? ExecutionTrace.EQUAL : 0;
            bits |= a == b + 1 ? ExecutionTrace.ABOVE : 0;
            bits |= a + 1 == b ? ExecutionTrace.BELOW : 0;
            bits |= isNegative(type, a) != isNegative(type, b) ? ExecutionTrace.SIGNS : 0;
        } else {
            bits |= b == 0 ? ExecutionTrace.ZERO : 0;
            boolean isAnd = operation == 0x71 || operation == 0x83;
            bits |= isAnd && (a & ~b) != 0 && (type == FunctionShape.I64 || (int) (a & ~b) != 0)
                    ? ExecutionTrace.WIDE
                    : 0;
        }
        return bits;
    }

    /** Whether it is a NaN that is not the canonical one. */
    static boolean isNan(int type, long bits) {
        return type == FunctionShape.F32
                ? (bits & 0x7FFF_FFFFL) > 0x7F80_0000L && (bits & 0x3F_FFFFL) != 0
                : (bits & Long.MAX_VALUE) > 0x7FF0_0000_0000_0000L && (bits & 0x7_FFFF_FFFF_FFFFL) != 0;
    }

    private void seeFloat(int place, int type) {
        if (terms[top - 1] != null && (type == FunctionShape.F32 || type == FunctionShape.F64)) {
            reach(place, ExecutionTrace.PASSED | (isNan(type, values[top - 1]) ? ExecutionTrace.NAN : 0));
            note(place, ExecutionTrace.Kind.FLOAT, terms[top - 1], type == FunctionShape.F32);
        }
    }

    private int address(long offset, int bytes, int at, int place) {
        long address = (values[at] & 0xFFFF_FFFFL) + offset;
        if (terms[at] != null) {
            note(place, ExecutionTrace.Kind.KEPT, terms[at], false);
        }
        if (address + bytes > memory.size()) {
            throw new JournalingMemory.OutOfBounds();
        }
        return (int) address;
    }

    private static int accessed(int operation) {
        return switch (operation) {
            case 0x28, 0x2A, 0x34, 0x35, 0x36, 0x38, 0x3E -> 4;
            case 0x29, 0x2B, 0x37, 0x39 -> 8;
            case 0x2C, 0x2D, 0x30, 0x31, 0x3A, 0x3C -> 1;
            default -> 2;
        };
    }

    private long read(int address, int bytes) {
        return switch (bytes) {
            case 1 -> memory.read(address) & 0xFF;
            case 2 -> memory.readShort(address) & 0xFFFF;
            case 4 -> memory.readInt(address) & 0xFFFF_FFFFL;
            default -> memory.readLong(address);
        };
    }

    private void load(int operation, long offset, int place) {
        int bytes = accessed(operation);
        int address = address(offset, bytes, top - 1, place);
        long raw = read(address, bytes);
        int type = switch (operation) {
            case 0x28, 0x2C, 0x2D, 0x2E, 0x2F -> FunctionShape.I32;
            case 0x2A -> FunctionShape.F32;
            case 0x2B -> FunctionShape.F64;
            default -> FunctionShape.I64;
        };
        SymbolicValue term = loaded(address, bytes, type, raw);
        int extension = switch (operation) {
            case 0x2C -> 0xC0;
            case 0x2E -> 0xC1;
            case 0x30 -> 0xC2;
            case 0x32 -> 0xC3;
            case 0x34 -> 0xC4;
            default -> 0;
        };
        if (extension != 0) {
            raw = Arithmetic.unary(extension, raw);
            term = term == null ? null : SymbolicValue.of(extension, term, null, null, raw);
        }
        values[top - 1] = raw;
        terms[top - 1] = term;
        if (term != null && bytes < 8 && type != FunctionShape.F32) {
            reach(place, ExecutionTrace.PASSED | ((raw >>> 8 * bytes - 1 & 1) != 0 ? ExecutionTrace.WIDE : 0));
            note(place, ExecutionTrace.Kind.LOAD, term, false);
        }
        seeFloat(place, type);
    }

    /** The term of bytes of memory; null if they count as constants. */
    private SymbolicValue loaded(int address, int bytes, int type, long raw) {
        SymbolicMemory.Write first = written.at(address);
        boolean isWritten = first != null;
        boolean isOne = true;
        int calls = first == null ? 0 : first.calls();
        for (int i = 1; i < bytes && !written.isEmpty(); i++) {
            SymbolicMemory.Write write = written.at(address + i);
            isWritten |= write != null;
            isOne &= write == first;
            calls = write == null ? calls : Math.max(calls, write.calls());
        }
        if (!isWritten) {
            return leaf(new SymbolicValue.Leaf(SymbolicValue.Kind.MEMORY, address, 0, bytes, type), raw);
        }
        if (isOne && first != null && first.term() != null) {
            int skipped = address - first.address();
            if (skipped == 0 && bytes == first.bytes()) {
                return first.term();
            }
            SymbolicValue term = first.term();
            if (skipped > 0) {
                long shifted = term.value >>> 8 * skipped;
                term = SymbolicValue.of(0x88, term, SymbolicValue.constant(8L * skipped), null, shifted);
            }
            return term == null || bytes == 8
                    ? term
                    : SymbolicValue.of(0x83, term, SymbolicValue.constant((1L << 8 * bytes) - 1), null, raw);
        }
        return calls < recorder.calls() ? effect(address, bytes, type, raw) : null;
    }

    private SymbolicValue effect(int address, int bytes, int type, long value) {
        return leaf(
                new SymbolicValue.Leaf(SymbolicValue.Kind.EFFECT, address, recorder.calls() - 1, bytes, type), value);
    }

    private void store(int operation, long offset, int place) {
        int bytes = accessed(operation);
        top -= 2;
        int address = address(offset, bytes, top, place);
        long value = values[top + 1];
        SymbolicValue term = terms[top + 1];
        write(address, bytes, value);
        if (stores.size() < MOST_STORES) {
            stores.add(new TestInput.Poke(address, value, bytes));
        }
        if (term != null && operation >= 0x3A) {
            long mask = (1L << 8 * bytes) - 1;
            reach(place, ExecutionTrace.PASSED | ((value & ~mask) != 0 ? ExecutionTrace.WIDE : 0));
            term = SymbolicValue.of(0x83, term, SymbolicValue.constant(mask), null, value & mask);
            if (term != null) {
                note(place, ExecutionTrace.Kind.VALUE, term, false);
            }
        }
        written.put(new SymbolicMemory.Write(address, bytes, term, recorder.calls()));
    }

    private void write(int address, int bytes, long value) {
        switch (bytes) {
            case 1 -> memory.writeByte(address, (byte) value);
            case 2 -> memory.writeShort(address, (short) value);
            case 4 -> memory.writeI32(address, (int) value);
            default -> memory.writeLong(address, value);
        }
    }

    private void bulk(int operation, int segment) {
        switch (operation & 0xFFF) {
            case 8 -> {
                top -= 3;
                memory.initPassiveSegment(segment, (int) values[top], (int) values[top + 1], (int) values[top + 2]);
                constant((int) values[top], (int) values[top + 2]);
            }
            case 9 -> memory.drop(segment);
            case 10 -> {
                top -= 3;
                copy((int) values[top], (int) values[top + 1], (int) values[top + 2]);
            }
            default -> {
                top -= 3;
                int to = (int) values[top];
                int size = (int) values[top + 2];
                if (size < 0) {
                    throw new JournalingMemory.OutOfBounds();
                }
                memory.fill((byte) values[top + 1], to, to + size);
                constant(to, size);
            }
        }
    }

    private void constant(int address, int size) {
        for (int i = 0; i < size; i += 8) {
            written.put(new SymbolicMemory.Write(address + i, Math.min(8, size - i), null, recorder.calls()));
        }
    }

    private void copy(int to, int from, int size) {
        if (size < 0 || size > MOST_COPIED) {
            memory.copy(to, from, size);
            constant(to, size);
            return;
        }
        var parts = new ArrayList<SymbolicMemory.Write>();
        for (int i = 0; i < size; ) {
            int bytes = size - i >= 4 ? 4 : 1;
            if (from < 0 || to < 0 || from + size > memory.size() || to + size > memory.size()) {
                throw new JournalingMemory.OutOfBounds();
            }
            SymbolicValue term = loaded(from + i, bytes, FunctionShape.I32, read(from + i, bytes));
            parts.add(new SymbolicMemory.Write(to + i, bytes, term, recorder.calls()));
            i += bytes;
        }
        memory.copy(to, from, size);
        parts.forEach(written::put);
    }
}
