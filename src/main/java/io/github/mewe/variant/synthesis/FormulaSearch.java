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
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Searches for formulas that agree with a given one on test inputs. It enumerates formulas bottom-up, from inputs,
 * constants and the parts of the given formula, and keeps some representatives of each class of observational
 * equivalence (superoptimisers keep the shortest: Bansal and Aiken, "Automatic Generation of Peephole Superoptimizers",
 * 2006). It finds the last operation from the result: with an enumerated formula as one operand, it computes the values
 * of the other operand and looks them up.
 */
final class FormulaSearch {
    private static final int VECTORS = 20;
    private static final int MAX_NARROWED = 90;
    private static final int MAX_COMPARED = 3000;
    private static final int REPRESENTATIVES = 3;
    private static final int MAX_ADDED_OPERATIONS = 7;
    private static final long SEED = 0x6D65_7765L;

    private static final List<BinaryOperator> RING =
            List.of(BinaryOperator.ADD, BinaryOperator.SUB, BinaryOperator.AND, BinaryOperator.OR, BinaryOperator.XOR);
    static final List<BinaryOperator> COUNTED = List.of(
            BinaryOperator.SHL, BinaryOperator.SHR_U, BinaryOperator.SHR_S, BinaryOperator.ROTL, BinaryOperator.ROTR);
    private static final List<BinaryOperator> COMPARISONS = Arrays.stream(BinaryOperator.values())
            .filter(BinaryOperator::isComparison)
            .toList();

    private final long[][] inputs = TestInputs.of(VECTORS, SEED);
    private final Formula target;
    private final long[] wanted;
    private final Map<Values, List<Candidate>> bank = new HashMap<>();
    private final List<Candidate> simple = new ArrayList<>();
    private final List<Candidate> all = new ArrayList<>();
    private final Set<Formula> found = new LinkedHashSet<>();

    /** A formula and its values on the test inputs. */
    private record Candidate(Formula formula, long[] values) {}

    /** A key for looking up values. Values of different types are different. */
    private record Values(ValueType type, long[] values) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Values that && type.equals(that.type) && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(values) + type.hashCode();
        }
    }

    private FormulaSearch(Formula target) {
        this.target = target;
        this.wanted = values(target);
    }

    /**
     * Searches for alternatives.
     *
     * @param target a formula
     * @return other formulas with its values on the test inputs, in the order of discovery
     */
    static List<Formula> alternatives(Formula target) {
        var search = new FormulaSearch(target);
        search.enumerate();
        search.constantValue();
        search.lastOperations();
        int most = target.operations() + MAX_ADDED_OPERATIONS;
        return search.found.stream()
                .map(Formula::folded)
                .distinct()
                .filter(formula -> !formula.contains(target) && operationsLeft(formula) <= most)
                .toList();
    }

    /** The number of operations that remain after constant folding. */
    static int operationsLeft(Formula formula) {
        if (isConstant(formula)) {
            return 0;
        }
        return (formula.parts().isEmpty() ? 0 : 1)
                + formula.parts().stream()
                        .mapToInt(FormulaSearch::operationsLeft)
                        .sum();
    }

    static boolean isConstant(Formula formula) {
        return formula instanceof Number
                || (formula instanceof Input input && input.isConstant())
                || (!formula.parts().isEmpty() && formula.parts().stream().allMatch(FormulaSearch::isConstant));
    }

    private long[] values(Formula formula) {
        return Arrays.stream(inputs).mapToLong(formula::evaluate).toArray();
    }

    // Enumeration

    private void enumerate() {
        for (Formula seed : SearchSeeds.of(target)) {
            add(new Candidate(seed, values(seed)), simple);
        }
        var seeds = List.copyOf(simple);
        for (Candidate seed : seeds) {
            unaries(seed);
        }
        var operands = List.copyOf(simple);
        mixed();
        for (Candidate left : seeds) {
            for (Candidate right : operands) {
                pairs(left, right);
            }
        }
    }

    private void unaries(Candidate operand) {
        ValueType type = operand.formula.type();
        if (operand.formula instanceof Number) {
            return;
        }
        add(binary(BinaryOperator.XOR, operand, number(type, -1)), simple);
        add(binary(BinaryOperator.SUB, number(type, 0), operand), simple);
        add(binary(BinaryOperator.SUB, operand, number(type, 1)), simple);
        add(binary(BinaryOperator.ADD, operand, number(type, 1)), simple);
        if (isConstant(operand.formula)) {
            add(binary(BinaryOperator.SHL, number(type, 1), operand), simple);
            return;
        }
        add(binary(BinaryOperator.SHL, operand, number(type, 1)), simple);
        add(binary(BinaryOperator.SHR_U, operand, number(type, type.bits() - 1L)), simple);
        add(binary(BinaryOperator.SHR_S, operand, number(type, type.bits() - 1L)), simple);
        for (UnaryOperator operator : UnaryOperator.values()) {
            if (applies(operator, type)) {
                var formula = new Unary(operator, operand.formula);
                add(new Candidate(formula, values(formula)), simple);
            }
        }
    }

    /** Adds the parts of mixed boolean-arithmetic forms of the last operation. */
    private void mixed() {
        List<Formula> parts = target.parts();
        if (parts.size() != 2 || !parts.get(0).type().equals(parts.get(1).type())) {
            return;
        }
        ValueType type = parts.get(0).type();
        Candidate left = new Candidate(parts.get(0), values(parts.get(0)));
        Candidate right = new Candidate(parts.get(1), values(parts.get(1)));
        Candidate notLeft = binary(BinaryOperator.XOR, left, number(type, -1));
        Candidate notRight = binary(BinaryOperator.XOR, right, number(type, -1));
        var both = new ArrayList<Candidate>();
        for (BinaryOperator operator : RING) {
            both.add(binary(operator, left, right));
        }
        both.add(binary(BinaryOperator.AND, left, notRight));
        both.add(binary(BinaryOperator.AND, notLeft, right));
        both.add(binary(BinaryOperator.OR, left, notRight));
        both.add(binary(BinaryOperator.OR, notLeft, right));
        for (Candidate candidate : both) {
            add(candidate, all);
            add(binary(BinaryOperator.SHL, candidate, number(type, 1)), all);
            add(binary(BinaryOperator.XOR, candidate, number(type, -1)), all);
        }
    }

    private static boolean applies(UnaryOperator operator, ValueType type) {
        return switch (operator) {
            case EXTEND32_S, WRAP -> type.equals(ValueType.I64);
            case EXTEND_S, EXTEND_U -> type.equals(ValueType.I32);
            default -> true;
        };
    }

    private void pairs(Candidate left, Candidate right) {
        if (!left.formula.type().equals(right.formula.type())) {
            return;
        }
        for (BinaryOperator operator : RING) {
            add(binary(operator, left, right), all);
        }
        add(binary(BinaryOperator.SUB, right, left), all);
        add(binary(BinaryOperator.MUL, left, right), all);
        if (right.formula.parts().isEmpty()) {
            for (BinaryOperator operator : COUNTED) {
                add(binary(operator, left, right), all);
            }
        }
        if (target.type().equals(ValueType.I32)) {
            for (BinaryOperator operator : COMPARISONS) {
                add(binary(operator, left, right), all);
            }
        }
    }

    private Candidate number(ValueType type, long value) {
        var number = new Number(type, value);
        var values = new long[VECTORS];
        Arrays.fill(values, number.bits());
        return new Candidate(number, values);
    }

    private static Candidate binary(BinaryOperator operator, Candidate left, Candidate right) {
        var formula = new Binary(operator, left.formula, right.formula);
        return new Candidate(
                formula, VectorArithmetic.binary(operator, left.formula.type(), left.values, right.values));
    }

    private void add(Candidate candidate, List<Candidate> level) {
        if (isHit(candidate)) {
            return;
        }
        // A formula with a constant value is a number, and an engine knows that as well.
        if (!isConstant(candidate.formula) && isSame(candidate.values)) {
            return;
        }
        List<Candidate> same =
                bank.computeIfAbsent(new Values(candidate.formula.type(), candidate.values), key -> new ArrayList<>(1));
        // An operation without effect equals its operand.
        List<Formula> parts = candidate.formula.parts();
        if (same.size() >= REPRESENTATIVES
                || same.stream()
                        .anyMatch(other -> other.formula.equals(candidate.formula) || parts.contains(other.formula))) {
            return;
        }
        same.add(candidate);
        if (same.size() == 1) {
            level.add(candidate);
            if (level != all) {
                all.add(candidate);
            }
        }
    }

    private boolean isHit(Candidate candidate) {
        boolean hit = candidate.formula.type().equals(target.type()) && Arrays.equals(candidate.values, wanted);
        if (hit && !candidate.formula.equals(target)) {
            found.add(candidate.formula);
        }
        return hit;
    }

    // The last operation

    private static boolean isSame(long[] values) {
        return Arrays.stream(values).allMatch(value -> value == values[0]);
    }

    private void constantValue() {
        if (isSame(wanted)) {
            found.add(new Number(target.type(), wanted[0]));
        }
    }

    private void lastOperations() {
        ValueType type = target.type();
        long[] minusOne = number(type, -1).values;
        long[] complement = VectorArithmetic.binary(BinaryOperator.XOR, type, wanted, minusOne);
        List<Candidate> operands =
                all.stream().filter(c -> c.formula.type().equals(type)).toList();
        for (Candidate left : operands) {
            invert(left, BinaryOperator.XOR, BinaryOperator.XOR, wanted, false);
            invert(left, BinaryOperator.ADD, BinaryOperator.SUB, wanted, false);
            for (Candidate right : lookUp(VectorArithmetic.binary(BinaryOperator.SUB, type, left.values, wanted))) {
                found.add(new Binary(BinaryOperator.SUB, left.formula, right.formula));
            }
            invert(left, BinaryOperator.ADD, BinaryOperator.SUB, complement, true);
            invert(left, BinaryOperator.XOR, BinaryOperator.XOR, complement, true);
        }
        narrowed(operands, BinaryOperator.AND);
        narrowed(operands, BinaryOperator.OR);
        shifted(operands);
        if (type.equals(ValueType.I32)) {
            truths();
        }
        choices();
    }

    /** Finds {@code left op right}, or its complement, with given values. */
    private void invert(
            Candidate left, BinaryOperator operator, BinaryOperator inverse, long[] goal, boolean complemented) {
        ValueType type = target.type();
        for (Candidate right : lookUp(VectorArithmetic.binary(inverse, type, goal, left.values))) {
            var formula = new Binary(operator, left.formula, right.formula);
            found.add(complemented ? new Binary(BinaryOperator.XOR, formula, new Number(type, -1)) : formula);
        }
    }

    private List<Candidate> lookUp(long[] values) {
        return bank.getOrDefault(new Values(target.type(), values), List.of());
    }

    /** The operands of a conjunction contain all bits of the result; those of a disjunction contain no others. */
    private void narrowed(List<Candidate> operands, BinaryOperator operator) {
        ValueType type = target.type();
        Predicate<Candidate> fits =
                c -> Arrays.equals(VectorArithmetic.binary(operator, type, c.values, wanted), wanted);
        List<Candidate> fitting =
                operands.stream().filter(fits).limit(MAX_NARROWED).toList();
        for (int i = 0; i < fitting.size(); i++) {
            for (int j = i + 1; j < fitting.size(); j++) {
                Candidate left = fitting.get(i);
                Candidate right = fitting.get(j);
                if (Arrays.equals(VectorArithmetic.binary(operator, type, left.values, right.values), wanted)) {
                    found.add(new Binary(operator, left.formula, right.formula));
                }
            }
        }
    }

    private void shifted(List<Candidate> operands) {
        ValueType type = target.type();
        List<Candidate> counts = simple.stream()
                .filter(c -> c.formula.type().equals(type) && c.formula.parts().isEmpty())
                .toList();
        for (Candidate count : counts) {
            for (Candidate left : operands) {
                for (BinaryOperator operator : COUNTED) {
                    if (VectorArithmetic.isEqual(operator, type, left.values, count.values, wanted)) {
                        found.add(new Binary(operator, left.formula, count.formula));
                    }
                }
                if (VectorArithmetic.isEqual(BinaryOperator.MUL, type, left.values, count.values, wanted)) {
                    found.add(new Binary(BinaryOperator.MUL, left.formula, count.formula));
                }
            }
        }
    }

    /** Adds comparisons of enumerated formulas with simple ones, and tests of enumerated formulas for sign and zero. */
    private void truths() {
        if (!Arrays.stream(wanted).allMatch(value -> value == 0 || value == 1)) {
            return;
        }
        List<Candidate> leaves =
                simple.stream().filter(c -> c.formula.parts().isEmpty()).toList();
        for (Candidate left : all.subList(0, Math.min(all.size(), MAX_COMPARED))) {
            ValueType type = left.formula.type();
            for (Candidate right : leaves) {
                if (!right.formula.type().equals(type)) {
                    continue;
                }
                for (BinaryOperator operator : COMPARISONS) {
                    if (VectorArithmetic.isEqual(operator, type, left.values, right.values, wanted)) {
                        found.add(new Binary(operator, left.formula, right.formula));
                    }
                }
            }
            wrapped(binary(BinaryOperator.SHR_U, left, number(type, type.bits() - 1L)));
            var clz = new Unary(UnaryOperator.CLZ, left.formula);
            wrapped(binary(
                    BinaryOperator.SHR_U,
                    new Candidate(clz, VectorArithmetic.unary(UnaryOperator.CLZ, type, left.values)),
                    number(type, type.bits() == 32 ? 5 : 6)));
            long[] zero = VectorArithmetic.unary(UnaryOperator.EQZ, type, left.values);
            isHit(new Candidate(new Unary(UnaryOperator.EQZ, left.formula), zero));
        }
    }

    private void wrapped(Candidate candidate) {
        if (candidate.formula.type().equals(ValueType.I32)) {
            isHit(candidate);
        } else {
            isHit(new Candidate(new Unary(UnaryOperator.WRAP, candidate.formula), candidate.values));
        }
    }

    /** Adds selections between simple formulas by a simple condition. */
    private void choices() {
        List<Candidate> conditions = all.stream()
                .filter(c -> c.formula.type().equals(ValueType.I32)
                        && !isConstant(c.formula)
                        && Arrays.stream(c.values).allMatch(v -> v == 0 || v == 1)
                        && Arrays.stream(c.values).distinct().count() == 2)
                .limit(MAX_NARROWED)
                .toList();
        for (Candidate condition : conditions) {
            Candidate ifTrue = null;
            Candidate ifFalse = null;
            for (Candidate value : simple) {
                if (!value.formula.type().equals(target.type())) {
                    continue;
                }
                ifTrue = ifTrue == null && agrees(value, condition, 1) ? value : ifTrue;
                ifFalse = ifFalse == null && agrees(value, condition, 0) ? value : ifFalse;
            }
            if (ifTrue != null && ifFalse != null) {
                found.add(new Choice(ifTrue.formula, ifFalse.formula, condition.formula));
            }
        }
    }

    private boolean agrees(Candidate value, Candidate condition, long truth) {
        for (int i = 0; i < VECTORS; i++) {
            if (condition.values[i] == truth && value.values[i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
