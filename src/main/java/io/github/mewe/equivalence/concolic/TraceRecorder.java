package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.TestInput;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records runs one at a time: their places, the values there that depended on the input, and their stores. */
final class TraceRecorder {
    private static final int MOST_EVENTS = 6_000;
    private static final int MOST_EVENTS_PER_PLACE = 24;
    private static final int MOST_STORES = 128;

    private Map<SymbolicValue.Leaf, SymbolicValue> leaves = new LinkedHashMap<>();
    private List<ExecutionTrace.Event> events = new ArrayList<>();
    private List<TestInput.Poke> stores = new ArrayList<>();
    private int[] eventCounts = {};
    private int[] reached = {};
    private int[] touched = new int[256];
    private int touchedCount;

    /** Makes room for a number of places. */
    void resize(int places) {
        reached = Arrays.copyOf(reached, places);
        eventCounts = Arrays.copyOf(eventCounts, places);
    }

    void begin() {
        clear();
        leaves = new LinkedHashMap<>();
        events = new ArrayList<>();
        stores = new ArrayList<>();
    }

    private void clear() {
        for (int i = 0; i < touchedCount; i++) {
            reached[touched[i]] = 0;
            eventCounts[touched[i]] = 0;
        }
        touchedCount = 0;
    }

    /** Ends the run and returns its trace. */
    ExecutionTrace end(TestInput input, boolean isComplete) {
        var places = Arrays.copyOf(touched, touchedCount);
        var bits = new int[touchedCount];
        for (int i = 0; i < touchedCount; i++) {
            bits[i] = reached[touched[i]];
        }
        clear();
        return new ExecutionTrace(input, events, List.copyOf(leaves.values()), stores, places, bits, isComplete);
    }

    /** The symbolic value of a part of the input. */
    SymbolicValue leaf(SymbolicValue.Leaf leaf, long value) {
        SymbolicValue known = leaves.get(leaf);
        if (known == null) {
            known = SymbolicValue.leaf(leaf, leaf.masked(value), leaves.size());
            leaves.put(leaf, known);
        }
        return known;
    }

    /** Marks a place with bits of {@link ExecutionTrace}. */
    void reach(int place, int bits) {
        if (reached[place] == 0) {
            if (touchedCount == touched.length) {
                touched = Arrays.copyOf(touched, touchedCount * 2);
            }
            touched[touchedCount++] = place;
        }
        reached[place] |= bits;
    }

    void note(int place, ExecutionTrace.Kind kind, SymbolicValue symbol, boolean truth) {
        reach(place, ExecutionTrace.PASSED);
        if (events.size() < MOST_EVENTS && eventCounts[place]++ < MOST_EVENTS_PER_PLACE) {
            events.add(new ExecutionTrace.Event(place, kind, symbol, truth));
        }
    }

    /** Notes a float that depends on the input. */
    void noteFloat(int place, ValueType type, long value, SymbolicValue symbol) {
        if (symbol != null && (type.isFloat())) {
            reach(place, ExecutionTrace.PASSED | (OperandCases.hasPayload(type, value) ? ExecutionTrace.NAN : 0));
            note(place, ExecutionTrace.Kind.FLOAT, symbol, type.equals(ValueType.F32));
        }
    }

    void store(int address, long value, int bytes) {
        if (stores.size() < MOST_STORES) {
            stores.add(new TestInput.Poke(address, value, bytes));
        }
    }
}
