package io.github.mewe.equivalence.derivation;

/**
 * The reason why a run cannot continue without the other body.
 *
 * @param kind the kind of stop
 * @param condition the truth value to decide; for a table its index; else null
 * @param trap the kind of trap, at an end or if the condition holds; else null
 */
record Stop(Kind kind, ValueNode condition, String trap) {
    /** The kinds of stops. */
    enum Kind {
        /** A condition is unknown. */
        CONDITION,
        /** The index of a table is unknown. */
        TABLE,
        /** A call or an unmodelled instruction. */
        EVENT,
        /** A loop has run many times without unknown values. */
        LOOP,
        /** A return. */
        RETURN,
        /** A trap. */
        TRAP
    }

    boolean isEnd() {
        return kind == Kind.RETURN || kind == Kind.TRAP;
    }

    boolean isFork() {
        return kind == Kind.CONDITION || kind == Kind.TABLE;
    }
}
