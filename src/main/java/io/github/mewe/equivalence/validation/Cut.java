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
 * Makes small questions of whether two terms are equal: what both have in common, and what lies deep in them, is replaced
 * by variables. If the terms are equal whatever the variables are, they are equal; if not, nothing is known.
 */
final class Cut {
    private static final int DEPTH = 9;
    private static final int MOST_NODES = 150;

    private final Context context;
    private final Map<Expr<?>, Expr<?>> variables = new HashMap<>();

    Cut(Context context) {
        this.context = context;
    }

    /** A condition that, if it always holds, says that two terms of the same sort are equal. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // of whichever sort
    BoolExpr equality(Expr<?> one, Expr<?> other) {
        Map<Expr<?>, Expr<?>[]> inOne = top(one);
        Map<Expr<?>, Expr<?>[]> inOther = top(other);
        Expr<?> left = rebuilt(one, inOne, inOther, new HashMap<>());
        Expr<?> right = rebuilt(other, inOther, inOne, new HashMap<>());
        return context.mkEq((Expr) left, (Expr) right);
    }

    /** The terms near the root with their operands; those whose operands are left out have null. */
    private static Map<Expr<?>, Expr<?>[]> top(Expr<?> root) {
        Map<Expr<?>, Expr<?>[]> found = new LinkedHashMap<>();
        found.put(root, null);
        List<Expr<?>> level = List.of(root);
        for (int depth = 0; depth < DEPTH; depth++) {
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

    private Expr<?> rebuilt(
            Expr<?> term, Map<Expr<?>, Expr<?>[]> own, Map<Expr<?>, Expr<?>[]> others, Map<Expr<?>, Expr<?>> done) {
        if (term.isNumeral() || term.isTrue() || term.isFalse()) {
            return term;
        }
        Expr<?>[] operands = own.get(term);
        if (operands == null || others.containsKey(term)) {
            return variables.computeIfAbsent(term, cut -> context.mkConst("cut" + variables.size(), cut.getSort()));
        }
        Expr<?> known = done.get(term);
        if (known != null || operands.length == 0) {
            return operands.length == 0 ? term : known;
        }
        var changed = new Expr<?>[operands.length];
        for (int i = 0; i < operands.length; i++) {
            changed[i] = rebuilt(operands[i], own, others, done);
        }
        Expr<?> above = term.update(changed);
        done.put(term, above);
        return above;
    }
}
