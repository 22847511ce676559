package io.github.mewe.equivalence.validation;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Simplifies the query if two terms are equal: variables replace the subterms that both share and those deep inside. If
 * the simplified terms are equal for all values of the variables, so are the original ones; otherwise nothing is known.
 */
final class CutPoints {
    private static final int DEPTH = 9;
    private static final int MOST_NODES = 150;

    private final Context context;

    CutPoints(Context context) {
        this.context = context;
    }

    /**
     * A condition whose validity implies that two terms of the same sort are equal.
     *
     * @param deeper the depth to which shared subterms are kept
     */
    BoolExpr equality(Expr<?> one, Expr<?> other, int deeper) {
        return equality(one, other, context.mkTrue(), deeper);
    }

    /**
     * A condition whose validity implies that two terms of the same sort are equal wherever another condition holds.
     *
     * @param where the other condition
     * @param deeper the depth to which shared subterms are kept
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // of whichever sort
    BoolExpr equality(Expr<?> one, Expr<?> other, BoolExpr where, int deeper) {
        Map<Expr<?>, Expr<?>[]> inOne = top(List.of(one), DEPTH);
        Map<Expr<?>, Expr<?>[]> inOther = top(List.of(other), DEPTH);
        Map<Expr<?>, Expr<?>[]> seen = new HashMap<>();
        List<Expr<?>> common = new ArrayList<>();
        collect(inOne, inOther, seen, common);
        collect(inOther, inOne, seen, common);
        if (deeper > 0) {
            seen.putAll(top(common, deeper));
            seen.putAll(top(List.of(where), DEPTH));
        }
        var rebuilding = new Rebuilding(seen);
        BoolExpr same = context.mkEq((Expr) rebuilding.of(one), (Expr) rebuilding.of(other));
        return context.mkImplies((BoolExpr) rebuilding.of(where), same);
    }

    private static void collect(
            Map<Expr<?>, Expr<?>[]> own,
            Map<Expr<?>, Expr<?>[]> others,
            Map<Expr<?>, Expr<?>[]> seen,
            List<Expr<?>> common) {
        own.forEach((term, operands) -> {
            if (!others.containsKey(term)) {
                seen.put(term, operands);
            } else {
                common.add(term);
            }
        });
    }

    /** The subterms near the roots with their operands; null stands for operands that are cut off. */
    private static Map<Expr<?>, Expr<?>[]> top(List<Expr<?>> roots, int depth) {
        Map<Expr<?>, Expr<?>[]> found = new LinkedHashMap<>();
        roots.forEach(root -> found.put(root, null));
        List<Expr<?>> level = roots;
        for (int i = 0; i < depth; i++) {
            List<Expr<?>> next = new ArrayList<>();
            for (Expr<?> term : level) {
                if (found.size() < MOST_NODES) {
                    Expr<?>[] operands = term.getArgs();
                    found.put(term, operands);
                    for (Expr<?> operand : operands) {
                        if (!found.containsKey(operand)) {
                            found.put(operand, null);
                            next.add(operand);
                        }
                    }
                }
            }
            level = next;
        }
        return found;
    }

    /** Rebuilds terms, with variables numbered in order of appearance so that equal queries have equal texts. */
    private final class Rebuilding {
        private final Map<Expr<?>, Expr<?>[]> seen;
        private final Map<Expr<?>, Expr<?>> done = new HashMap<>();
        private int variables;

        Rebuilding(Map<Expr<?>, Expr<?>[]> seen) {
            this.seen = seen;
        }

        Expr<?> of(Expr<?> term) {
            if (term.isNumeral() || term.isTrue() || term.isFalse()) {
                return term;
            }
            Expr<?> known = done.get(term);
            if (known != null) {
                return known;
            }
            Expr<?>[] operands = seen.get(term);
            Expr<?> result;
            if (operands == null || operands.length == 0) {
                result = context.mkConst("x" + variables++ + " " + term.getSort(), term.getSort());
            } else {
                var changed = new Expr<?>[operands.length];
                for (int i = 0; i < operands.length; i++) {
                    changed[i] = of(operands[i]);
                }
                result = term.update(changed);
            }
            done.put(term, result);
            return result;
        }
    }
}
