package io.github.mewe.equivalence.harness;

import io.github.mewe.wasm.ValueType;
import java.util.List;
import run.endive.runtime.GlobalInstance;

/** The mutable globals of an instance that are numbers, as the two bodies of a comparison must agree on them. */
final class MutableGlobals {
    /** No place. */
    private static final int NONE = -1;

    private final GlobalInstance[] instances;
    private final List<ValueType> types;
    private final List<Integer> indices;
    private int shifted = NONE;
    private long start;
    private long shiftedStart;

    /**
     * Describes globals.
     *
     * @param indices their indices in the module
     */
    MutableGlobals(List<GlobalInstance> instances, List<ValueType> types, List<Integer> indices) {
        this.instances = instances.toArray(new GlobalInstance[0]);
        this.types = List.copyOf(types);
        this.indices = List.copyOf(indices);
    }

    /**
     * Sets the values for a run.
     *
     * @param values the bits of the values
     * @param shift the shift of the body's frame: the stack pointer starts higher
     * @return the start of the stack before the shift
     */
    long set(long[] values, FrameShift shift) {
        shifted = indices.indexOf(shift.global());
        for (int i = 0; i < instances.length; i++) {
            instances[i].setValue(engineBits(i, values[i]));
        }
        if (shifted == NONE) {
            return 0;
        }
        start = instances[shifted].getValue();
        shiftedStart = engineBits(shifted, start + shift.padding());
        instances[shifted].setValue(shiftedStart);
        return start;
    }

    /** The value of the stack pointer in an input, for a shifted body. */
    long start(TestInput input, FrameShift shift) {
        return input.globals()[indices.indexOf(shift.global())];
    }

    int count() {
        return instances.length;
    }

    /**
     * The bits of a global as the engine keeps them. The stack pointer of a hardened body counts as the original's
     * while it has its value at entry.
     */
    long engineValue(int place) {
        long value = instances[place].getValue();
        return place == shifted && value == shiftedStart ? start : value;
    }

    /** The bits of a global. */
    long value(int place) {
        return types.get(place).truncate(engineValue(place));
    }

    /** The engine keeps 32-bit integers sign-extended. */
    private long engineBits(int place, long bits) {
        return types.get(place).isNarrow() ? (int) bits : bits;
    }
}
