package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.variant.synthesis.Formula.Binary;
import io.github.mewe.variant.synthesis.Formula.Input;
import io.github.mewe.variant.synthesis.Formula.Number;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
        var inputs = new ArrayList<Integer>();
        Formula concrete = sorted.withInputs(input -> {
            int place = inputs.indexOf(input.index());
            if (place < 0) {
                place = inputs.size();
                inputs.add(input.index());
            }
            return numbered(input, place);
        });
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
        return formula.withInputs(input -> input.index() < inputs.size()
                ? numbered(input, inputs.get(input.index()))
                : constants.get(input.index() - inputs.size()));
    }

    private static Input numbered(Input input, int index) {
        return index == input.index() ? input : new Input(index, input.type(), input.isConstant());
    }

    /** The same computation with the operands of commutative operations sorted. */
    static Formula sorted(Formula formula) {
        Formula result = formula.withEach(Canonical::sorted);
        if (result instanceof Binary binary
                && COMMUTATIVE.contains(binary.operator())
                && areSwapped(binary.left(), binary.right())) {
            return new Binary(binary.operator(), binary.right(), binary.left());
        }
        return result;
    }

    /** Determines if the right operand belongs in front of the left one. Constants come last. */
    private static boolean areSwapped(Formula left, Formula right) {
        boolean isConstant = isConstant(left);
        if (isConstant != isConstant(right)) {
            return isConstant;
        }
        boolean areInputs = left instanceof Input && right instanceof Input;
        return !areInputs && shape(left).compareTo(shape(right)) > 0;
    }

    private static boolean isConstant(Formula formula) {
        return formula instanceof Number || (formula instanceof Input input && input.isConstant());
    }

    /** A text that is the same whatever the numbers of the inputs. */
    private static String shape(Formula formula) {
        return FormulaText.format(formula.withInputs(input -> numbered(input, 0)));
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
        return formula.withEach(part -> generalise(part, firstIndex, constants));
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
