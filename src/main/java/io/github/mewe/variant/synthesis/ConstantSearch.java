package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.variant.synthesis.Formula.Binary;
import io.github.mewe.variant.synthesis.Formula.Input;
import io.github.mewe.variant.synthesis.Formula.Number;
import io.github.mewe.variant.synthesis.Prover.Sample;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds constants that turn a template into a replacement, by counterexample-guided inductive synthesis (Solar-Lezama
 * et al., "Combinatorial Sketching for Finite Programs", 2006). A solver chooses constants that are correct for some
 * inputs. Inputs for which they are wrong are added, until the constants are correct for many random inputs. Then a
 * solver proves the replacement.
 */
final class ConstantSearch {
    private static final int ROUNDS = 6;
    private static final int FIRST_SAMPLES = 6;
    private static final int MORE_INPUTS = 160;
    private static final int FIRST_UNKNOWN = 20;
    private static final long SEED = 0xC0_57A2L;

    private static final List<BinaryOperator> INNER =
            List.of(BinaryOperator.AND, BinaryOperator.OR, BinaryOperator.XOR, BinaryOperator.ADD, BinaryOperator.MUL);
    private static final List<BinaryOperator> OUTER =
            List.of(BinaryOperator.ADD, BinaryOperator.XOR, BinaryOperator.SUB, BinaryOperator.AND);

    private final long[][] inputs = TestInputs.of(MORE_INPUTS, SEED);
    private final Proofs proofs;
    private final Prover prover;

    ConstantSearch(Proofs proofs, Prover prover) {
        this.proofs = proofs;
        this.prover = prover;
    }

    /** The replacements of a formula that computes one input with constants; none for other formulas. */
    List<Formula> replacements(Formula formula) {
        List<Input> own = formula.inputs();
        if (own.size() != 1 || own.get(0).isConstant() || !own.get(0).type().equals(formula.type())) {
            return List.of();
        }
        var found = new ArrayList<Formula>();
        for (Formula template : templates(own.get(0))) {
            solve(template, formula)
                    .filter(candidate -> !candidate.equals(formula) && !isTrivial(candidate))
                    .filter(candidate -> proofs.areEqual(formula, candidate, prover))
                    .ifPresent(found::add);
        }
        return found;
    }

    private static Set<Formula> templates(Input input) {
        ValueType type = input.type();
        var first = new Input(FIRST_UNKNOWN, type, true);
        var second = new Input(FIRST_UNKNOWN + 1, type, true);
        var third = new Input(FIRST_UNKNOWN + 2, type, true);
        var templates = new LinkedHashSet<Formula>();
        for (BinaryOperator outer : OUTER) {
            for (BinaryOperator inner : INNER) {
                if (inner != outer) {
                    templates.add(new Binary(outer, new Binary(inner, input, first), second));
                    templates.add(new Binary(
                            outer, new Binary(inner, input, first), new Binary(INNER.get(0), input, second)));
                }
            }
            templates.add(new Binary(
                    outer,
                    new Binary(BinaryOperator.XOR, new Binary(BinaryOperator.AND, input, first), second),
                    third));
        }
        return templates;
    }

    private Optional<Formula> solve(Formula template, Formula formula) {
        List<Input> unknowns = template.inputs().stream()
                .filter(input -> input.index() >= FIRST_UNKNOWN)
                .toList();
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < FIRST_SAMPLES; i++) {
            samples.add(new Sample(inputs[i], formula.evaluate(inputs[i])));
        }
        for (int round = 0; round < ROUNDS; round++) {
            Optional<List<Long>> constants = prover.solve(template, unknowns, samples);
            if (constants.isEmpty()) {
                return Optional.empty();
            }
            Formula candidate = with(template, unknowns, constants.get());
            Optional<Sample> counterexample = counterexample(candidate, formula);
            if (counterexample.isEmpty()) {
                return Optional.of(candidate);
            }
            samples.add(counterexample.get());
        }
        return Optional.empty();
    }

    private Optional<Sample> counterexample(Formula candidate, Formula formula) {
        for (long[] input : inputs) {
            long value = formula.evaluate(input);
            if (candidate.evaluate(input) != value) {
                return Optional.of(new Sample(input, value));
            }
        }
        return Optional.empty();
    }

    private static Formula with(Formula template, List<Input> unknowns, List<Long> constants) {
        Map<Formula, Formula> numbers = new HashMap<>();
        for (int i = 0; i < unknowns.size(); i++) {
            Input unknown = unknowns.get(i);
            numbers.put(unknown, new Number(unknown.type(), constants.get(i)));
        }
        return template.replace(numbers);
    }

    /** Returns true for a formula that contains an operation with a neutral constant: every optimiser removes it. */
    private static boolean isTrivial(Formula formula) {
        boolean[] trivial = {false};
        formula.each(part -> {
            if (part instanceof Binary binary && binary.right() instanceof Number number) {
                boolean isZero = number.bits() == 0;
                boolean isAllOnes = number.equals(new Number(number.type(), -1));
                boolean isOne = number.bits() == 1;
                trivial[0] |= isZero
                        || (isAllOnes && binary.operator() == BinaryOperator.AND)
                        || (isOne && binary.operator() == BinaryOperator.MUL);
            }
        });
        return trivial[0];
    }
}
