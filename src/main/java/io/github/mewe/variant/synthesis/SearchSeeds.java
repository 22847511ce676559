package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.variant.synthesis.Formula.Binary;
import io.github.mewe.variant.synthesis.Formula.Choice;
import io.github.mewe.variant.synthesis.Formula.Input;
import io.github.mewe.variant.synthesis.Formula.Number;
import io.github.mewe.variant.synthesis.Formula.Unary;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The starting points of the search for replacements of a formula: its inputs and other parts, its constants, and
 * formulas derived from them.
 */
final class SearchSeeds {
    private static final int MAX_SEEDS = 14;

    private SearchSeeds() {}

    /** The seeds for a formula, in a fixed order. */
    static Set<Formula> of(Formula target) {
        var parts = new ArrayList<Formula>();
        target.each(part -> {
            if (!part.equals(target)) {
                parts.add(part);
            }
        });
        var seeds = new LinkedHashSet<Formula>(target.parts());
        parts.stream().filter(part -> part instanceof Input).forEach(seeds::add);
        // The larger parts come last in the walk.
        for (int i = parts.size() - 1; i >= 0; i--) {
            seeds.add(parts.get(i));
        }
        var limited = new LinkedHashSet<Formula>();
        seeds.stream()
                .filter(seed -> !(seed instanceof Number))
                .limit(MAX_SEEDS)
                .forEach(limited::add);
        seeds.stream().filter(Number.class::isInstance).forEach(number -> {
            limited.add(number);
            limited.addAll(derived((Number) number));
        });
        limited.addAll(helpful(target));
        for (ValueType type : List.of(ValueType.I32, ValueType.I64)) {
            if (target.type().equals(type)
                    || parts.stream().anyMatch(p -> p.type().equals(type))) {
                int bits = type.bits();
                for (long value : new long[] {1, -1, bits - 1, 1L << (bits - 1)}) {
                    limited.add(new Number(type, value));
                }
            }
        }
        return limited;
    }

    /** Building blocks of known forms of some operations that are too large to be found by chance. */
    private static List<Formula> helpful(Formula root) {
        if (root instanceof Choice choice) {
            ValueType type = choice.type();
            Formula truth = new Binary(BinaryOperator.NE, choice.condition(), new Number(ValueType.I32, 0));
            Formula wide = type.equals(ValueType.I64) ? new Unary(UnaryOperator.EXTEND_U, truth) : truth;
            Formula mask = new Binary(BinaryOperator.SUB, new Number(type, 0), wide);
            return List.of(
                    mask,
                    new Binary(BinaryOperator.SUB, wide, new Number(type, 1)),
                    new Binary(BinaryOperator.XOR, choice.ifTrue(), choice.ifFalse()),
                    new Binary(BinaryOperator.SUB, choice.ifTrue(), choice.ifFalse()));
        }
        if (root instanceof Binary shift
                && FormulaSearch.COUNTED.contains(shift.operator())
                && !FormulaSearch.isConstant(shift.right())) {
            ValueType type = shift.type();
            Formula opposite = new Binary(BinaryOperator.SUB, new Number(type, 0), shift.right());
            return List.of(
                    opposite,
                    new Binary(BinaryOperator.SHL, new Number(type, 1), shift.right()),
                    new Binary(BinaryOperator.SHL, new Number(type, -1), shift.right()),
                    new Binary(BinaryOperator.SHR_U, new Number(type, -1), shift.right()),
                    new Binary(BinaryOperator.ROTL, shift.left(), shift.right()),
                    new Binary(BinaryOperator.ROTR, shift.left(), shift.right()),
                    new Binary(BinaryOperator.SHL, shift.left(), opposite),
                    new Binary(BinaryOperator.SHR_U, shift.left(), opposite));
        }
        if (root instanceof Unary extension) {
            long low = switch (extension.operator()) {
                case EXTEND8_S -> 8;
                case EXTEND16_S -> 16;
                case EXTEND32_S, EXTEND_S, EXTEND_U -> 32;
                default -> 0;
            };
            ValueType type = extension.type();
            if (low != 0) {
                return List.of(
                        new Number(type, 1L << (low - 1)),
                        new Number(type, (1L << low) - 1),
                        new Number(type, type.bits() - low));
            }
        }
        return List.of();
    }

    /** Negation, complement, power of two, and inverse modulo 2^n. */
    private static List<Number> derived(Number number) {
        ValueType type = number.type();
        long value = number.bits();
        var derived = new ArrayList<>(List.of(new Number(type, -value), new Number(type, ~value)));
        if (value > 0 && value < type.bits()) {
            derived.add(new Number(type, 1L << value));
            derived.add(new Number(type, (1L << value) - 1));
            derived.add(new Number(type, type.bits() - value));
        }
        if ((value & 1) == 1 && value != 1) {
            derived.add(new Number(type, inverse(value)));
        }
        return derived;
    }

    /**
     * The inverse of an odd number modulo 2^64, by Newton's iteration; each step doubles the number of correct bits.
     */
    private static long inverse(long odd) {
        long inverse = odd;
        for (int i = 0; i < 5; i++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }
}
