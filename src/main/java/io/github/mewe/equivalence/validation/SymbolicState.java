package io.github.mewe.equivalence.validation;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import java.util.List;

/** The values of locals and the effects so far, at one point of control. */
final class SymbolicState {
    private PathCondition path;
    private final BitVecExpr[] locals;
    private final Expr<?>[] effects;

    /**
     * Holds the values at a point.
     *
     * @param locals the values of the locals; null for those of a type that is not modelled
     * @param effects the state outside of the function, in the order of its {@link EffectLayout}
     */
    SymbolicState(PathCondition path, BitVecExpr[] locals, Expr<?>[] effects) {
        this.path = path;
        this.locals = locals;
        this.effects = effects;
    }

    PathCondition path() {
        return path;
    }

    void setPath(PathCondition newPath) {
        path = newPath;
    }

    BitVecExpr local(int index) {
        return locals[index];
    }

    void setLocal(int index, BitVecExpr value) {
        locals[index] = value;
    }

    Expr<?> effect(int place) {
        return effects[place];
    }

    void setEffect(int place, Expr<?> value) {
        effects[place] = value;
    }

    /** The effects themselves, not a copy. */
    Expr<?>[] effects() {
        return effects;
    }

    /** A copy on another path. */
    SymbolicState on(PathCondition newPath) {
        return new SymbolicState(newPath, locals.clone(), effects.clone());
    }

    /** The state at the start of a callee. */
    SymbolicState in(BitVecExpr[] otherLocals) {
        return new SymbolicState(path, otherLocals, effects.clone());
    }

    /**
     * A state at a label or return, with the value sent there.
     *
     * @param value null if there is none
     */
    record Arrival(SymbolicState state, BitVecExpr value) {}

    /**
     * Joins the states that arrive at one point.
     *
     * @param arrivals at least one, on exclusive paths
     */
    static Arrival join(List<Arrival> arrivals, TermBuilder terms) {
        // Paths that forked last are joined first, so that their conditions cancel each other.
        Arrival joined = arrivals.get(arrivals.size() - 1);
        for (int i = arrivals.size() - 2; i >= 0; i--) {
            joined = join(arrivals.get(i), joined, terms);
        }
        return joined;
    }

    private static Arrival join(Arrival one, Arrival two, TermBuilder terms) {
        PathCondition.Join join = one.state.path.join(two.state.path, terms);
        BoolExpr isFirst = join.isFirst();
        var locals = new BitVecExpr[one.state.locals.length];
        for (int i = 0; i < locals.length; i++) {
            BitVecExpr value = one.state.locals[i];
            locals[i] = value == null ? null : terms.choose(isFirst, value, two.state.locals[i]);
        }
        var effects = new Expr<?>[one.state.effects.length];
        for (int i = 0; i < effects.length; i++) {
            effects[i] = terms.choice(isFirst, one.state.effects[i], two.state.effects[i]);
        }
        BitVecExpr value = one.value == null ? null : terms.choose(isFirst, one.value, two.value);
        return new Arrival(new SymbolicState(join.path(), locals, effects), value);
    }
}
