package io.github.mewe.equivalence.harness;

import io.github.mewe.common.SequenceHash;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import run.endive.runtime.WasmFunctionHandle;

/**
 * Answers the calls of bodies and records them. An answer depends only on the input, the number of the call and the
 * types of the results, so bodies that make the same calls get the same answers. Sometimes a call writes behind a
 * pointer that it receives, like a callee would.
 */
public final class StubRecorder {
    private static final int MOST_CALLS = 4_000;
    private static final int MOST_KEPT = 32;
    private static final double POINTERS = 0.35;

    private final JournalingMemory memory;
    private final InitialMemory map;
    private ValueGenerator values;
    private long seed;
    private int calls;
    private long log;
    private MutableGlobals globals;
    private List<Call> detailed;
    private List<TestInput.Answer> fixed = List.of();
    private List<TestInput.Effect> effects = List.of();

    /** The first of the fixed answers, and of the effects, that belongs to no earlier call. */
    private int nextAnswer;

    private int nextEffect;
    private final List<Integer> lastWrites = new ArrayList<>();
    private final ValueType[] answerTypes = new ValueType[MOST_KEPT];
    private final long[] answers = new long[MOST_KEPT];

    /**
     * A recorded call.
     *
     * @param arguments the bits of the arguments
     * @param results the bits of the answer
     * @param memory a fingerprint of the memory at the time of the call
     */
    public record Call(String callee, long[] arguments, long[] results, long memory) {}

    public StubRecorder(JournalingMemory memory, InitialMemory map) {
        this.memory = memory;
        this.map = map;
    }

    /**
     * Begins a run.
     *
     * @param newValues generates the answers
     * @param keepsCalls keeps the calls themselves, not only their hash
     */
    void begin(ValueGenerator newValues, TestInput input, MutableGlobals mutableGlobals, boolean keepsCalls) {
        values = newValues;
        seed = input.stubs();
        globals = mutableGlobals;
        fixed = input.answers();
        effects = input.effects();
        nextAnswer = 0;
        nextEffect = 0;
        calls = 0;
        log = 0;
        detailed = keepsCalls ? new ArrayList<>() : null;
    }

    public int calls() {
        return calls;
    }

    long log() {
        return log;
    }

    /**
     * The type of the first result of each of the first calls of the last run; {@link ValueType#NONE} for a call
     * without results.
     */
    List<ValueType> answerTypes() {
        return Arrays.asList(Arrays.copyOf(answerTypes, Math.min(calls, MOST_KEPT)));
    }

    /** The bits of the first result of each of the first calls of the last run. */
    long[] answers() {
        return Arrays.copyOf(answers, Math.min(calls, MOST_KEPT));
    }

    public List<Call> detailed() {
        return List.copyOf(detailed);
    }

    /** The host function that implements a stub in the engine. */
    WasmFunctionHandle handle(TestModule.Stub stub) {
        List<ValueType> params = stub.shape().params();
        List<ValueType> results = stub.shape().results();
        return (instance, arguments) -> call(stub, params, results, arguments);
    }

    /** Calls a stub and returns its answer. */
    public long[] call(TestModule.Stub stub, long[] arguments) {
        List<ValueType> params = stub.shape().params();
        List<ValueType> results = stub.shape().results();
        return call(stub, params, results, arguments);
    }

    /** The addresses of the 32-bit words that the last call wrote behind pointers. */
    public List<Integer> lastWrites() {
        return lastWrites;
    }

    private long[] call(TestModule.Stub stub, List<ValueType> params, List<ValueType> results, long[] arguments) {
        if (++calls > MOST_CALLS) {
            throw new OutOfFuelException();
        }
        long hash = SequenceHash.extend(log, stub.key());
        for (int i = 0; i < params.size(); i++) {
            hash = SequenceHash.extend(hash, params.get(i).truncate(arguments[i]));
        }
        hash = SequenceHash.extend(hash, memory.content());
        for (int i = 0; i < globals.count(); i++) {
            hash = SequenceHash.extend(hash, globals.engineValue(i));
        }
        log = hash;
        var random = new SplittableRandom(SequenceHash.extend(seed, calls));
        var answer = new long[results.size()];
        for (int i = 0; i < answer.length; i++) {
            answer[i] = values.value(results.get(i), random, POINTERS);
        }
        for (; nextAnswer < fixed.size() && fixed.get(nextAnswer).call() < calls; nextAnswer++) {
            if (answer.length > 0) {
                answer[0] = results.get(0).truncate(fixed.get(nextAnswer).bits());
            }
        }
        if (calls <= MOST_KEPT) {
            answerTypes[calls - 1] = !results.isEmpty() ? results.get(0) : ValueType.NONE;
            answers[calls - 1] = !results.isEmpty() ? answer[0] : 0;
        }
        if (detailed != null) {
            var kept = new long[params.size()];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = params.get(i).truncate(arguments[i]);
            }
            detailed.add(new Call(stub.identity(), kept, answer.clone(), memory.content()));
        }
        writeBehindPointers(params, arguments, random);
        for (; nextEffect < effects.size() && effects.get(nextEffect).call() < calls; nextEffect++) {
            memory.poke(effects.get(nextEffect).poke());
        }
        return answer;
    }

    private void writeBehindPointers(List<ValueType> params, long[] arguments, SplittableRandom random) {
        lastWrites.clear();
        for (int i = 0; i < params.size(); i++) {
            if (params.get(i).equals(ValueType.I32) && random.nextInt(4) == 0) {
                long address = arguments[i] & 0xFFFF_FFFFL;
                if ((map.isScratch(address) || map.isStack(address)) && address + 8 <= memory.size()) {
                    memory.writeI32((int) address, values.i32(random, POINTERS));
                    lastWrites.add((int) address);
                }
            }
        }
    }
}
