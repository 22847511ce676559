package io.github.mewe.equivalence.harness;

import io.github.mewe.common.SequenceHash;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.GlobalInstance;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportMemory;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.WasmInterruptedException;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/** An instance of a test module in the embedded engine. A run leaves no trace except marks and its final state. */
public final class TestInstance {
    private static final String UNREACHABLE = "unreachable";

    /** No word has this address. */
    private static final long NONE = -1;

    private final TestModule module;
    private final JournalingMemory memory;
    private final StubRecorder recorder;
    private final Instance instance;
    private final Machine machine;
    private final GlobalInstance fuel;
    private final MutableGlobals mutable;

    /** A word that runs of originals may change; {@link #NONE} usually. */
    private long ignored = NONE;

    /**
     * Instantiates a test module.
     *
     * @param module a settled module
     * @param binary the module in the binary format
     * @param recorder answers its calls
     * @param map the initial values of globals
     * @param compiled compiles the module to Java bytecode instead of interpreting it
     * @throws UnsupportedCodeException if the engine rejects the module
     */
    public TestInstance(
            TestModule module,
            byte[] binary,
            JournalingMemory memory,
            StubRecorder recorder,
            InitialMemory map,
            boolean compiled) {
        this.module = module;
        this.memory = memory;
        this.recorder = recorder;
        try {
            WasmModule parsed = Parser.parse(binary);
            var builder = Instance.builder(parsed).withStart(false).withImportValues(imports());
            if (compiled) {
                Function<Instance, Machine> factory = MachineFactoryCompiler.builder(parsed)
                        .withInterpreterFallback(InterpreterFallback.SILENT)
                        .compile();
                builder.withMachineFactory(factory);
            }
            instance = builder.build();
        } catch (WasmEngineException | IllegalArgumentException | IllegalStateException e) {
            throw new UnsupportedCodeException(
                    "uses a feature that the embedded engine does not support: " + e.getMessage());
        }
        machine = instance.getMachine();
        fuel = instance.global(module.fuel());
        var globals = new ArrayList<GlobalInstance>();
        var types = new ArrayList<ValueType>();
        var indices = new ArrayList<Integer>();
        for (int i = 0; i < map.globals().size(); i++) {
            ModuleSections.Global global = map.globals().get(i);
            if (global.isMutable() && global.type().isScalar()) {
                globals.add(instance.global(i));
                types.add(global.type());
                indices.add(i);
            }
        }
        mutable = new MutableGlobals(globals, types, indices);
    }

    private ImportValues imports() {
        var functions = new ArrayList<run.endive.runtime.ImportFunction>();
        for (TestModule.Stub stub : module.stubs()) {
            functions.add(new HostFunction(
                    TestModule.IMPORTS, TestModule.importName(stub), type(stub.shape()), recorder.handle(stub)));
        }
        var values = ImportValues.builder().withFunctions(functions);
        if (memory.size() > 0) {
            values.addMemory(new ImportMemory(TestModule.IMPORTS, TestModule.MEMORY, memory));
        }
        return values.build();
    }

    private static FunctionType type(io.github.mewe.wasm.FunctionType type) {
        return FunctionType.of(types(type.params()), types(type.results()));
    }

    private static List<ValType> types(List<ValueType> types) {
        return types.stream()
                .map(type -> type.isFloat()
                        ? type.isNarrow() ? ValType.F32 : ValType.F64
                        : type.isNarrow() ? ValType.I32 : ValType.I64)
                .toList();
    }

    /**
     * Runs a body. Memory and globals keep their final state until the next run. The run fails if the thread is
     * interrupted.
     *
     * @param shape the type of the body
     * @param values generates the answers of stubs
     * @param most the limit of loop rounds and function entries
     * @param keepsCalls makes the recorder keep the calls
     */
    public RunOutcome run(
            TestModule.Body body,
            io.github.mewe.wasm.FunctionType shape,
            TestInput input,
            ValueGenerator values,
            int most,
            boolean keepsCalls) {
        try {
            prepare(input, values, body.shift(), keepsCalls);
        } catch (RuntimeException e) {
            String reason = "the input does not fit the memory: " + e;
            return new RunOutcome(RunOutcome.End.FAILED, reason, new long[0], 0, 0, 0, 0, 0);
        }
        var arguments = new long[input.arguments().length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = engineBits(shape.params().get(i), input.arguments()[i]);
        }
        RunOutcome.End end;
        String trap = "";
        long[] results = {};
        fuel.setValue(most);
        try {
            long[] raw = machine.call(module.indexOf(body), arguments);
            results = new long[shape.results().size()];
            for (int i = 0; i < results.length; i++) {
                results[i] = shape.results().get(i).truncate(raw[i]);
            }
            end = RunOutcome.End.RETURNED;
        } catch (OutOfFuelException | StackOverflowError e) {
            end = RunOutcome.End.EXHAUSTED;
        } catch (WasmInterruptedException e) {
            trap = "interrupted";
            end = RunOutcome.End.FAILED;
        } catch (WasmEngineException e) {
            trap = kind(e);
            end = isExhausted(e) || (int) fuel.getValue() < 0 ? RunOutcome.End.EXHAUSTED : RunOutcome.End.TRAPPED;
        } catch (RuntimeException | LinkageError e) {
            trap = e.toString();
            end = RunOutcome.End.FAILED;
        }
        return new RunOutcome(
                end,
                trap,
                results,
                recorder.calls(),
                recorder.log(),
                memory.content(),
                globalsHash(),
                most - (int) fuel.getValue());
    }

    /**
     * Determines if an original reads or writes the word where a hardened body keeps its canary. The bodies may then
     * differ: in a program, this word lies between the frames of the function and its caller.
     *
     * @param hardened a body with a canary
     */
    public boolean usesCanaryWord(
            TestModule.Body original,
            TestModule.Body hardened,
            io.github.mewe.wasm.FunctionType shape,
            TestInput input,
            ValueGenerator values,
            int most) {
        if (!hardened.shift().hasCanary()) {
            return false;
        }
        int address = (int) mutable.start(input, hardened.shift());
        RunOutcome last = null;
        for (long content : new long[] {0x0123_4567_89AB_CDEFL, ~0x0123_4567_89AB_CDEFL}) {
            var pokes = new ArrayList<>(input.pokes());
            pokes.add(new TestInput.Poke(address, content, Long.BYTES));
            ignored = address;
            RunOutcome outcome = run(original, shape, input.withPokes(pokes), values, most, false);
            ignored = NONE;
            if (memory.readLong(address) != content || last != null && !outcome.isSameAs(last)) {
                return true;
            }
            last = outcome;
        }
        return false;
    }

    /** Prepares memory, globals and the recorder for a run on an input. */
    public void prepare(TestInput input, ValueGenerator values) {
        prepare(input, values, FrameShift.NONE, false);
    }

    private void prepare(TestInput input, ValueGenerator values, FrameShift shift, boolean keepsCalls) {
        memory.reset();
        memory.forget();
        long start = mutable.set(input.globals(), shift);
        for (TestInput.Poke poke : input.pokes()) {
            memory.poke(poke);
        }
        memory.ignore(shift.hasCanary() ? start : ignored);
        recorder.begin(values, input, mutable, keepsCalls);
    }

    /** The engine keeps 32-bit integers sign-extended. */
    private static long engineBits(ValueType type, long bits) {
        return type.isNarrow() ? (int) bits : bits;
    }

    private static boolean isExhausted(WasmEngineException e) {
        return e.getCause() instanceof OutOfFuelException || e.getCause() instanceof StackOverflowError;
    }

    private static String kind(WasmEngineException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains(UNREACHABLE)) {
            return UNREACHABLE;
        }
        int colon = message.indexOf(':');
        return colon < 0 ? message : message.substring(0, colon);
    }

    private long globalsHash() {
        long hash = 0;
        for (int i = 0; i < mutable.count(); i++) {
            hash = SequenceHash.extend(hash, mutable.value(i));
        }
        return hash;
    }

    /** The bits of the mutable globals that are numbers, in order. */
    public long[] globals() {
        var values = new long[mutable.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = mutable.value(i);
        }
        return values;
    }

    /** The values that the last run consumed. */
    public ConsumedInput seen() {
        return memory.consumed(recorder.answerTypes(), recorder.answers());
    }

    public JournalingMemory memory() {
        return memory;
    }

    public StubRecorder recorder() {
        return recorder;
    }

    /** The marks of the regions and branches of a body in this instance. */
    public Marks marks(TestModule.Body body) {
        List<Integer> globals = new ArrayList<>(body.allRegions());
        globals.addAll(body.branches());
        int[] sizes = new int[globals.size()];
        for (int i = 0; i < body.allRegionSizes().size(); i++) {
            sizes[i] = body.allRegionSizes().get(i);
        }
        return new Marks(
                globals.stream().map(instance::global).toArray(GlobalInstance[]::new), sizes, body.allInstructions());
    }

    /** The marks of the regions of a body, followed by those of its branches. */
    public static final class Marks {
        private final GlobalInstance[] marks;
        private final int[] sizes;
        private final int instructions;
        private final int[] runs;

        private Marks(GlobalInstance[] marks, int[] sizes, int instructions) {
            this.marks = marks;
            this.sizes = sizes;
            this.instructions = instructions;
            this.runs = new int[marks.length];
        }

        /** Clears the marks. */
        public void clear() {
            for (GlobalInstance mark : marks) {
                mark.setValue(0);
            }
        }

        /** Counts, returns and clears the marks of the last run. */
        public BitSet take() {
            var marked = new BitSet(marks.length);
            for (int i = 0; i < marks.length; i++) {
                if ((int) marks[i].getValue() != 0) {
                    marks[i].setValue(0);
                    marked.set(i);
                    runs[i]++;
                }
            }
            return marked;
        }

        /** The number of runs that set a mark. */
        public int runs(int mark) {
            return runs[mark];
        }

        /** The one of some marks that the fewest runs set; -1 if there are none. */
        public int rarest(BitSet some) {
            int rarest = -1;
            for (int i = some.nextSetBit(0); i >= 0; i = some.nextSetBit(i + 1)) {
                if (rarest < 0 || runs[i] < runs[rarest]) {
                    rarest = i;
                }
            }
            return rarest;
        }

        int size() {
            return marks.length;
        }

        /** The number of instructions that ran at least once. */
        public int reached() {
            int sum = 0;
            for (int i = 0; i < marks.length; i++) {
                sum += runs[i] > 0 ? sizes[i] : 0;
            }
            return sum;
        }

        /** The number of all instructions. */
        public int instructions() {
            return instructions;
        }

        /** Determines if a number of runs set every mark. */
        public boolean areSetBy(int least) {
            return Arrays.stream(runs).allMatch(count -> count >= least);
        }

        /** Determines if all instructions ran at least once. */
        public boolean areComplete() {
            return reached() >= instructions;
        }
    }
}
