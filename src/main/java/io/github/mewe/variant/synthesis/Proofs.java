package io.github.mewe.variant.synthesis;

import io.github.mewe.variant.synthesis.Formula.Input;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Proves that formulas are equal. It first replaces the parts that both share by fresh inputs. The claim is then
 * stronger, easier to decide, and the same for many formulas, so its proof is cached.
 */
final class Proofs {
    private static final int VECTORS = 160;
    private static final int EFFORT = 40_000;

    /** The effort for a claim that many formulas share, which is worth more. */
    private static final int GENERAL_EFFORT = 400_000;

    private static final int MAX_BASIC_OPERATIONS = 2;
    private static final long SEED = 0x5EED_0F_7E57L;

    private final int patience;
    private final long[][] inputs = TestInputs.of(VECTORS, SEED);
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    /** Limits the effort to what a search can afford. */
    Proofs() {
        this(1);
    }

    /**
     * Limits the effort.
     *
     * @param patience the effort, as a multiple of what a search can afford
     */
    Proofs(int patience) {
        this.patience = patience;
    }

    /**
     * Returns true if a replacement provably has the value of a formula for all inputs.
     *
     * @param prover decides
     */
    boolean areEqual(Formula formula, Formula replacement, Prover prover) {
        return areWrittenEqual(formula, replacement, prover)
                || (patience > 1 && areSortedEqual(formula, replacement, prover));
    }

    /** Sorts operands first, so that parts that differ only in the order of operands become equal. */
    private boolean areSortedEqual(Formula formula, Formula replacement, Prover prover) {
        return areWrittenEqual(Canonical.sorted(formula), Canonical.sorted(replacement), prover);
    }

    private boolean areWrittenEqual(Formula formula, Formula replacement, Prover prover) {
        return agree(formula, replacement)
                && (isCongruent(formula, replacement, prover) || isProved(formula, replacement, prover));
    }

    /** Returns true if both are the same operation on equal operands. Then no proof about the operation is needed. */
    private boolean isCongruent(Formula formula, Formula replacement, Prover prover) {
        List<Formula> left = formula.parts();
        List<Formula> right = replacement.parts();
        if (left.isEmpty()
                || left.size() != right.size()
                || !formula.withParts(right).equals(replacement)) {
            return formula.equals(replacement);
        }
        for (int i = 0; i < left.size(); i++) {
            boolean equal = left.get(i).equals(right.get(i))
                    || (left.get(i).type().equals(right.get(i).type())
                            && areWrittenEqual(left.get(i), right.get(i), prover));
            if (!equal) {
                return false;
            }
        }
        return true;
    }

    private boolean isProved(Formula formula, Formula replacement, Prover prover) {
        var shared = new LinkedHashMap<Formula, Formula>();
        share(replacement, formula, shared, 1 + highestInput(formula));
        if (!shared.isEmpty()) {
            Formula general = formula.replace(shared);
            Formula generalReplacement = replacement.replace(shared);
            if (agree(general, generalReplacement)) {
                // Proving the formulas with their shared parts in full is hardly ever easier.
                return decide(general, generalReplacement, GENERAL_EFFORT, prover);
            }
        }
        boolean isBasic = formula.operations() <= MAX_BASIC_OPERATIONS;
        return decide(formula, replacement, isBasic ? GENERAL_EFFORT : EFFORT, prover);
    }

    /** Returns true if two formulas agree on many inputs. */
    boolean agree(Formula left, Formula right) {
        return Arrays.stream(inputs).allMatch(input -> left.evaluate(input) == right.evaluate(input));
    }

    private static int highestInput(Formula formula) {
        return formula.inputs().stream().mapToInt(Input::index).max().orElse(-1);
    }

    /** Collects the largest parts of a replacement that are also parts of the formula. */
    private static void share(Formula part, Formula formula, Map<Formula, Formula> shared, int firstIndex) {
        if (part.parts().isEmpty() || shared.containsKey(part)) {
            return;
        }
        if (!part.equals(formula) && formula.contains(part) && firstIndex + shared.size() < TestInputs.MAX_INPUTS) {
            shared.put(part, new Input(firstIndex + shared.size(), part.type(), false));
            return;
        }
        part.parts().forEach(inner -> share(inner, formula, shared, firstIndex));
    }

    private boolean decide(Formula left, Formula right, int effort, Prover prover) {
        var numbers = new HashMap<Formula, Formula>();
        for (Input input : left.inputs()) {
            numbers.put(input, new Input(numbers.size(), input.type(), false));
        }
        for (Input input : right.inputs()) {
            numbers.putIfAbsent(input, new Input(numbers.size(), input.type(), false));
        }
        String claim = FormulaText.format(left.replace(numbers)) + " = " + FormulaText.format(right.replace(numbers));
        Boolean before = known.get(claim);
        if (before != null) {
            return before;
        }
        boolean equal = prover.areEqual(left, right, patience * effort);
        known.put(claim, equal);
        return equal;
    }
}
