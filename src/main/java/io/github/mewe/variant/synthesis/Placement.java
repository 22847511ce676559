package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Drop;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Select;
import io.github.mewe.variant.TemporaryLocals;
import io.github.mewe.variant.synthesis.Formula.Binary;
import io.github.mewe.variant.synthesis.Formula.Choice;
import io.github.mewe.variant.synthesis.Formula.Input;
import io.github.mewe.variant.synthesis.Formula.Number;
import io.github.mewe.variant.synthesis.Formula.Unary;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a formula into code. Every operand other than the read of a local is evaluated once, in order, even if the
 * formula does not use it. An operand that is used several times goes through a temporary.
 */
final class Placement {
    private final List<Expr> operands;
    private final TemporaryLocals temporaries;
    private final Map<Integer, Expr> firstUses = new HashMap<>();
    private final Map<Integer, Expr> uses = new HashMap<>();

    /**
     * Creates a placement.
     *
     * @param operands the code of each input, in execution order
     * @param temporaries provides locals; used only if an operand is not the read of a local
     */
    Placement(List<Expr> operands, TemporaryLocals temporaries) {
        this.operands = operands;
        this.temporaries = temporaries;
    }

    Expr build(Formula formula) {
        var evaluated = new ArrayList<Integer>();
        for (int i = 0; i < operands.size(); i++) {
            if (operands.get(i) instanceof LocalGet) {
                uses.put(i, operands.get(i));
            } else {
                evaluated.add(i);
            }
        }
        // The pop of a legacy catch must come first in the catch, but the formula might not come first.
        boolean inPlace = evaluated.size() == 1 && !Labels.isPinned(operands.get(evaluated.get(0)));
        BitSet busy = evaluated.isEmpty() ? new BitSet() : LocalAccess.all(operands);
        var prefix = new ArrayList<Expr>();
        for (int input : evaluated) {
            Expr operand = operands.get(input);
            int count = uses(formula, input);
            if (count == 0) {
                prefix.add(new Drop(operand));
            } else if (count == 1 && inPlace) {
                uses.put(input, operand);
            } else {
                LocalGet read = temporaries.take(operand.type(), busy).orElseThrow();
                busy.set(read.index());
                uses.put(input, read);
                if (inPlace) {
                    firstUses.put(input, LocalSet.tee(read.index(), operand));
                } else {
                    prefix.add(LocalSet.set(read.index(), operand));
                }
            }
        }
        Expr value = code(formula);
        if (prefix.isEmpty()) {
            return value;
        }
        prefix.add(value);
        return new Block(null, prefix, value.type());
    }

    private static int uses(Formula formula, int input) {
        int[] count = {0};
        formula.each(part -> count[0] += part instanceof Input used && used.index() == input ? 1 : 0);
        return count[0];
    }

    private Expr code(Formula formula) {
        if (formula instanceof Input input) {
            Expr first = firstUses.remove(input.index());
            return first != null ? first : uses.get(input.index());
        }
        if (formula instanceof Number number) {
            return new Const(number.type(), number.bits());
        }
        if (formula instanceof Unary unary) {
            return IntUnary.of(unary.operator(), unary.value().type(), code(unary.value()));
        }
        if (formula instanceof Binary binary) {
            Expr left = code(binary.left());
            return IntBinary.of(binary.operator(), binary.left().type(), left, code(binary.right()));
        }
        var choice = (Choice) formula;
        Expr ifTrue = code(choice.ifTrue());
        Expr ifFalse = code(choice.ifFalse());
        return Select.of(ifTrue, ifFalse, code(choice.condition()), choice.type());
    }
}
