package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.variant.synthesis.Formula.Binary;
import io.github.mewe.variant.synthesis.Formula.Input;
import io.github.mewe.variant.synthesis.Formula.Number;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The canonical form of a formula, which equivalent computations share: the operands of commutative operations are
 * sorted, and inputs are numbered in order of use. In the general form, symbols that stand for any value replace
 * constants that hardly affect the structure.
 *
 * @param concrete the formula with its constants
 * @param general the formula with symbolic constants, numbered after the inputs
 * @param inputs the index in the original formula of each input
 * @param constants the number that each symbolic constant of {@code general} stands for, in order
 */
record Canonical(Formula concrete, Formula general, List<Integer> inputs, List<Number> constants) {
    private static final Set<BinaryOperator> COMMUTATIVE = EnumSet.of(
            BinaryOperator.ADD,
            BinaryOperator.MUL,
            BinaryOperator.AND,
            BinaryOperator.OR,
            BinaryOperator.XOR,
            BinaryOperator.EQ,
            BinaryOperator.NE);

    private static final Set<BinaryOperator> SPECIFIC_RIGHT = EnumSet.of(
            BinaryOperator.SHL,
            BinaryOperator.SHR_S,
            BinaryOperator.SHR_U,
            BinaryOperator.ROTL,
            BinaryOperator.ROTR,
            BinaryOperator.DIV_S,
            BinaryOperator.DIV_U,
            BinaryOperator.REM_S,
            BinaryOperator.REM_U);

    /** Copies the lists. */
    Canonical {
        inputs = List.copyOf(inputs);
        constants = List.copyOf(constants);
    }

    /** Brings a formula into canonical form. */
    static Canonical of(Formula formula) {
        Formula sorted = sorted(formula);
        var renumbered = new HashMap<Formula, Formula>();
        var inputs = new ArrayList<Integer>();
        for (Input input : sorted.inputs()) {
            renumbered.put(input, new Input(inputs.size(), input.type(), input.isConstant()));
            inputs.add(input.index());
        }
        Formula concrete = sorted.replace(renumbered);
        var constants = new ArrayList<Number>();
        Formula general = generalise(concrete, inputs.size(), constants);
        return new Canonical(concrete, general, inputs, constants);
    }

    /**
     * Turns a formula over the inputs and constants of this form into one over those of the original formula.
     *
     * @param formula a replacement of {@code concrete} or {@code general}
     */
    Formula restore(Formula formula) {
        Map<Formula, Formula> originals = new HashMap<>();
        for (Input input : formula.inputs()) {
            int index = input.index();
            originals.put(
                    input,
                    index < inputs.size()
                            ? new Input(inputs.get(index), input.type(), input.isConstant())
                            : constants.get(index - inputs.size()));
        }
        return formula.replace(originals);
    }

    /** The same computation with the operands of commutative operations sorted. */
    static Formula sorted(Formula formula) {
        if (formula.parts().isEmpty()) {
            return formula;
        }
        Formula result = formula.withParts(
                formula.parts().stream().map(Canonical::sorted).toList());
        if (result instanceof Binary binary
                && COMMUTATIVE.contains(binary.operator())
                && shape(binary.left()).compareTo(shape(binary.right())) > 0) {
            return new Binary(binary.operator(), binary.right(), binary.left());
        }
        return result;
    }

    /** A text that is the same whatever the numbers of the inputs; constants sort last. */
    private static String shape(Formula formula) {
        Map<Formula, Formula> anonymous = new HashMap<>();
        formula.inputs().forEach(input -> anonymous.put(input, new Input(0, input.type(), input.isConstant())));
        boolean isConstant = formula instanceof Number || (formula instanceof Input input && input.isConstant());
        return (isConstant ? "~" : "") + FormulaText.format(formula.replace(anonymous));
    }

    private static Formula generalise(Formula formula, int firstIndex, List<Number> constants) {
        if (formula instanceof Number number) {
            return isSpecial(number) ? number : constant(number, firstIndex, constants);
        }
        if (formula instanceof Binary binary
                && SPECIFIC_RIGHT.contains(binary.operator())
                && binary.right() instanceof Number) {
            return new Binary(binary.operator(), generalise(binary.left(), firstIndex, constants), binary.right());
        }
        return formula.withParts(formula.parts().stream()
                .map(part -> generalise(part, firstIndex, constants))
                .toList());
    }

    /** Returns true for the constants with special algebraic laws: -1, 0 and 1. */
    private static boolean isSpecial(Number number) {
        long value = number.type().bits() == 32 ? (int) number.bits() : number.bits();
        return value >= -1 && value <= 1;
    }

    private static Input constant(Number number, int firstIndex, List<Number> constants) {
        int index = constants.indexOf(number);
        if (index < 0) {
            index = constants.size();
            constants.add(number);
        }
        return new Input(firstIndex + index, number.type(), true);
    }
}
