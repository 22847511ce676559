package io.github.mewe.equivalence.validation;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import java.util.List;

/** What is where when control is at a place: the values of locals, and the effects so far. */
final class SymbolicState {
    private PathCondition path;
    private final BitVecExpr[] locals;
    private final Expr<?>[] effects;

    /**
     * A state.
     *
     * @param path the path to the place
     * @param locals the values of the locals; null for those of a type that is not modelled
     * @param effects what there is outside of the function, as its layout says
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

    /** The effects; changes of them are changes of the state. */
    Expr<?>[] effects() {
        return effects;
    }

    /** The same on another path. */
    SymbolicState on(PathCondition newPath) {
        return new SymbolicState(newPath, locals.clone(), effects.clone());
    }

    /** A state in another function, with the same path and effects. */
    SymbolicState in(BitVecExpr[] otherLocals) {
        return new SymbolicState(path, otherLocals, effects.clone());
    }

    /**
     * A state with the value that is sent along.
     *
     * @param state the state
     * @param value the value; null if there is none
     */
    record Arrival(SymbolicState state, BitVecExpr value) {}

    /**
     * Joins what arrives at a place on different ways.
     *
     * @param arrivals at least one; no two on the same path
     */
    static Arrival join(List<Arrival> arrivals, TermBuilder terms) {
        // Ways that parted last are joined first: their conditions cancel each other.
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
