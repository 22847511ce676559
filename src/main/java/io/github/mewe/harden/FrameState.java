package io.github.mewe.harden;

import java.util.HashMap;
import java.util.Map;

/**
 * What holds at a point of a function.
 *
 * @param level the position of the stack pointer
 * @param wasRead true if every path has read the stack pointer
 * @param pointer the stack pointer, if it is lowered
 * @param locals the locals that hold an address near the stack pointer at entry
 */
record FrameState(Level level, boolean wasRead, Value pointer, Map<Integer, Value> locals) {
    /** Limits the time of the analysis. An untracked local costs at most the understanding of its function. */
    private static final int MOST_LOCALS = 48;

    /** The position of the stack pointer. */
    enum Level {
        /** Its value at entry. */
        ENTRY,
        /** Another value. */
        LOWERED,
        /** It depends on the path. */
        MIXED;

        /** The level after paths with two levels, each null if there is no path. */
        static Level merged(Level one, Level other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return one == other ? one : MIXED;
        }
    }

    /**
     * A value, relative to the stack pointer at entry.
     *
     * @param kind how much is known
     * @param offset the difference to the stack pointer at entry; 0 unless known
     */
    record Value(Kind kind, long offset) {
        /** The stack pointer at entry. */
        static final Value ENTRY = new Value(Kind.ENTRY, 0);

        /** A value that has nothing to do with the caller's frame. */
        static final Value OTHER = new Value(Kind.OTHER, 0);

        private static final Value LOST = new Value(Kind.LOST, 0);

        enum Kind {
            /** The stack pointer at entry, as it was read. */
            ENTRY,
            /** An address that was computed from it, like that of a variable in the frame or the end of the frame. */
            COMPUTED,
            OTHER,
            /** An address of the caller's frame on some paths. */
            LOST
        }

        boolean isExact() {
            return kind == Kind.ENTRY || kind == Kind.COMPUTED;
        }

        boolean isLost() {
            return kind == Kind.LOST;
        }

        boolean isAtEntry() {
            return isExact() && offset == 0;
        }

        boolean isAtOrAboveEntry() {
            return isExact() && offset >= 0;
        }

        /** Determines if the value belongs to the caller. */
        boolean isCallers() {
            return kind == Kind.ENTRY || isExact() && offset > 0;
        }

        Value plus(long summand) {
            return new Value(Kind.COMPUTED, offset + summand);
        }

        /** The value that a local has on some paths only. */
        private Value onSomePaths() {
            return isLost() || isCallers() ? LOST : OTHER;
        }

        private static Value merged(Value one, Value other) {
            if (one.equals(other)) {
                return one;
            }
            if (one.isAtEntry() && other.isAtEntry()) {
                return ENTRY;
            }
            return one.onSomePaths().isLost() || other.onSomePaths().isLost() ? LOST : OTHER;
        }
    }

    /** Copies the map. */
    FrameState {
        locals = Map.copyOf(locals);
    }

    static FrameState atEntry() {
        return new FrameState(Level.ENTRY, false, Value.OTHER, Map.of());
    }

    Value local(int index) {
        return locals.getOrDefault(index, Value.OTHER);
    }

    FrameState afterRead() {
        return wasRead ? this : new FrameState(level, true, pointer, locals);
    }

    FrameState restored() {
        return new FrameState(Level.ENTRY, wasRead, Value.OTHER, locals);
    }

    FrameState lowered(Value value) {
        return new FrameState(Level.LOWERED, wasRead, value, locals);
    }

    FrameState at(Level other) {
        return other == level ? this : new FrameState(other, wasRead, Value.OTHER, locals);
    }

    /** The state after an assignment of a local. */
    FrameState with(int local, Value value) {
        if (value.equals(local(local))) {
            return this;
        }
        var changed = new HashMap<>(locals);
        put(changed, local, value);
        return new FrameState(level, wasRead, pointer, changed);
    }

    private static void put(Map<Integer, Value> locals, int local, Value value) {
        if (value.equals(Value.OTHER)) {
            locals.remove(local);
        } else if (locals.size() < MOST_LOCALS || locals.containsKey(local) || value.isCallers()) {
            locals.put(local, value);
        }
    }

    /** The state if some locals, and the stack pointer while it is lowered, may have changed. */
    FrameState withoutLocals(Iterable<Integer> changed) {
        var known = new HashMap<>(locals);
        for (int local : changed) {
            put(known, local, local(local).onSomePaths());
        }
        return new FrameState(level, wasRead, Value.OTHER, known);
    }

    /** The state after paths with two states, each null if there is no path. */
    static FrameState merged(FrameState one, FrameState other) {
        if (one == null || other == null || one == other) {
            return one == null ? other : one;
        }
        var locals = new HashMap<Integer, Value>();
        for (var state : new FrameState[] {one, other}) {
            for (int local : state.locals.keySet()) {
                put(locals, local, Value.merged(one.local(local), other.local(local)));
            }
        }
        return new FrameState(
                Level.merged(one.level, other.level),
                one.wasRead && other.wasRead,
                one.pointer.equals(other.pointer) ? one.pointer : Value.OTHER,
                locals);
    }
}
