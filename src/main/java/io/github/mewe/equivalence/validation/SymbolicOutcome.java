package io.github.mewe.equivalence.validation;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The outcome of a function for all inputs.
 *
 * @param end the way in which it ends, a number of 8 bits
 * @param result the result if it returns; null if it has none
 * @param effects the state outside of the function, in the order of its {@link EffectLayout}
 */
record SymbolicOutcome(BitVecExpr end, BitVecExpr result, Expr<?>[] effects) {
    static final int END_BITS = 8;
    static final int RETURNED = 0;
    static final int UNREACHABLE = 1;
    static final int DIVISION_BY_ZERO = 2;
    static final int OVERFLOW = 3;
    static final int OUT_OF_BOUNDS = 4;

    /** The upper half of the end if a callee does not return; the lower half is the end of the callee. */
    static final int IN_CALLEE = 1;

    /**
     * One way out of a function.
     *
     * @param path the condition under which it is taken
     */
    record Exit(PathCondition path, SymbolicOutcome outcome) {}

    /**
     * Merges all ways out of a function.
     *
     * @param exits at least one; for every input, exactly one of them is taken
     */
    static SymbolicOutcome of(List<Exit> exits, TermBuilder terms) {
        var effects = new Expr<?>[exits.get(0).outcome.effects.length];
        for (int i = 0; i < effects.length; i++) {
            int place = i;
            effects[i] = together(exits, outcome -> outcome.effects[place], terms);
        }
        var end = (BitVecExpr) together(exits, SymbolicOutcome::end, terms);
        // The result of a function that does not return is not observable.
        var result = (BitVecExpr) together(
                exits.stream().filter(exit -> exit.outcome.result != null).toList(), SymbolicOutcome::result, terms);
        return new SymbolicOutcome(end, result, effects);
    }

    private static Expr<?> together(List<Exit> exits, Function<SymbolicOutcome, Expr<?>> part, TermBuilder terms) {
        Map<Expr<?>, BoolExpr> conditions = new LinkedHashMap<>();
        exits.forEach(exit -> conditions.merge(part.apply(exit.outcome), exit.path.whole(), terms::either));
        List<Map.Entry<Expr<?>, BoolExpr>> entries = new ArrayList<>(conditions.entrySet());
        if (entries.isEmpty()) {
            return null;
        }
        Expr<?> value = entries.get(entries.size() - 1).getKey();
        for (int i = entries.size() - 2; i >= 0; i--) {
            value = terms.choice(entries.get(i).getValue(), entries.get(i).getKey(), value);
        }
        return value;
    }

    /** The predicate of a sentence that describes an end. */
    static String text(long end) {
        return switch ((int) end) {
            case RETURNED -> "returns";
            case UNREACHABLE -> "traps: unreachable";
            case DIVISION_BY_ZERO -> "traps: integer divide by zero";
            case OVERFLOW -> "traps: integer overflow";
            case OUT_OF_BOUNDS -> "traps: out of bounds memory access";
            default -> "does not return from a call";
        };
    }
}
