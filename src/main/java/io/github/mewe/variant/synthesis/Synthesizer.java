package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.variant.synthesis.Formula.Binary;
import io.github.mewe.variant.synthesis.Formula.Input;
import io.github.mewe.variant.synthesis.Formula.Number;
import io.github.mewe.variant.synthesis.Formula.Unary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds replacements of a formula: it searches, selects those that differ most from the formula and from each other,
 * and has each one proved. A superoptimiser wants one short replacement; this class wants many different ones.
 */
public final class Synthesizer {
    /** Increases whenever the results of a search may change. */
    static final int VERSION = 1;

    /** The maximum number of replacements of one formula. */
    public static final int MAX_REPLACEMENTS = 9;

    private static final int PROOF_TRIES = 13;
    private static final int ENOUGH = 8;
    private static final int MAX_WEIGHED = 600;
    private static final int MAX_CHOSEN = 60;
    private static final int SAME_OPERATORS = 6;
    private static final int MIXED = 5;

    private final Proofs proofs = new Proofs();

    /**
     * Finds replacements. The result depends only on the formula and the kind of prover.
     *
     * @param formula a slice in canonical form
     * @param prover proves them; only the calling thread uses it
     * @return proved replacements, best first
     */
    public List<Formula> replacements(Formula formula, Prover prover) {
        var proved = new LinkedHashSet<Formula>();
        int tries = PROOF_TRIES;
        for (Formula candidate : diverse(formula, FormulaSearch.alternatives(formula))) {
            if (proved.size() == MAX_REPLACEMENTS || tries-- == 0) {
                break;
            }
            if (proofs.areEqual(formula, candidate, prover)) {
                proved.add(candidate);
            }
        }
        if (proved.size() < ENOUGH) {
            proved.addAll(new ConstantSearch(proofs, prover).replacements(formula));
        }
        if (proved.size() < ENOUGH) {
            proved.addAll(ofParts(formula, prover));
        }
        return proved.stream().limit(MAX_REPLACEMENTS).toList();
    }

    /** Finds replacements of the formula's parts: each gives a replacement of the whole. */
    private List<Formula> ofParts(Formula formula, Prover prover) {
        var found = new ArrayList<Formula>();
        for (Formula part : formula.parts()) {
            if (part.operations() > 0) {
                Canonical canonical = Canonical.of(part);
                replacements(canonical.general(), prover).stream()
                        .map(canonical::restore)
                        .map(replacement -> formula.replace(Map.of(part, replacement)))
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** Takes turns between sets of operators, so that the first candidates are of many kinds. */
    private List<Formula> diverse(Formula formula, List<Formula> found) {
        String own = operators(formula);
        Map<String, Queue<Formula>> kinds = new LinkedHashMap<>();
        Set<String> shapes = new HashSet<>(Set.of(shape(formula)));
        found.stream()
                .sorted(Comparator.comparingDouble(FormulaCost::cost))
                .limit(MAX_WEIGHED)
                .map(candidate -> new Weighed(candidate, weight(candidate, own)))
                .sorted(Comparator.comparingInt(Weighed::weight))
                .map(Weighed::formula)
                .filter(candidate -> proofs.agree(formula, candidate) && shapes.add(shape(candidate)))
                .limit(MAX_CHOSEN)
                .forEach(candidate -> kinds.computeIfAbsent(operators(candidate), key -> new ArrayDeque<>())
                        .add(candidate));
        var result = new ArrayList<Formula>();
        while (!kinds.isEmpty()) {
            kinds.values().removeIf(kind -> {
                result.add(kind.remove());
                return kind.isEmpty();
            });
        }
        return result;
    }

    /** A candidate. Lower weights are better. */
    private record Weighed(Formula formula, int weight) {}

    /** A text that is the same for formulas that differ only in their constants or in the order of operands. */
    private static String shape(Formula formula) {
        return FormulaText.format(Canonical.of(withoutConstants(formula)).concrete());
    }

    private static Formula withoutConstants(Formula formula) {
        if (FormulaSearch.isConstant(formula)) {
            return new Number(formula.type(), 0);
        }
        return formula.withParts(
                formula.parts().stream().map(Synthesizer::withoutConstants).toList());
    }

    /**
     * The weight of a candidate. An engine sees through a change that keeps the operators, but hardly ever through a
     * mixture.
     */
    private static int weight(Formula candidate, String ownOperators) {
        String operators = operators(candidate);
        return (int) FormulaCost.cost(candidate)
                + FormulaSearch.operationsLeft(candidate)
                + (operators.equals(ownOperators) ? SAME_OPERATORS : 0)
                - (isMixed(candidate) ? MIXED : 0);
    }

    /**
     * Returns true for a formula with both arithmetic and bitwise operations on values that an engine does not know.
     */
    private static boolean isMixed(Formula formula) {
        boolean[] has = {false, false};
        formula.each(part -> {
            if (part instanceof Binary binary
                    && !FormulaSearch.isConstant(binary.left())
                    && !FormulaSearch.isConstant(binary.right())) {
                switch (binary.operator()) {
                    case ADD, SUB, MUL -> has[0] = true;
                    case AND, OR, XOR -> has[1] = true;
                    default -> {}
                }
            }
        });
        return has[0] && has[1];
    }

    private static String operators(Formula formula) {
        var names = new TreeSet<String>();
        formula.each(part -> {
            if (part instanceof Unary unary) {
                names.add(unary.operator().name());
            } else if (part instanceof Binary binary) {
                names.add(nameOf(binary));
            } else if (!(part instanceof Input) && !(part instanceof Number)) {
                names.add("SELECT");
            }
        });
        return String.join(" ", names);
    }

    /**
     * The name of an operation, the same for operations that an engine unifies: adding and subtracting a constant, a
     * shift and a multiplication, a comparison and its mirror image.
     */
    private static String nameOf(Binary binary) {
        boolean hasNumber = binary.right() instanceof Number;
        return switch (binary.operator()) {
            case EQ, NE -> UnaryOperator.EQZ.name();
            case GT_S, LE_S, GE_S -> BinaryOperator.LT_S.name();
            case GT_U, LE_U, GE_U -> BinaryOperator.LT_U.name();
            case SUB -> (hasNumber ? BinaryOperator.ADD : BinaryOperator.SUB).name();
            case SHL -> (hasNumber ? BinaryOperator.MUL : BinaryOperator.SHL).name();
            default -> binary.operator().name();
        };
    }
}
