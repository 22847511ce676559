package io.github.mewe.variant.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.common.WorkerPool;
import io.github.mewe.equivalence.Z3Prover;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the shipped replacements. */
class ReplacementDatabaseTest {
    private static final int VECTORS = 40;

    /** The search may have run in an order in which it could reuse more proofs, so proofs may need more effort here. */
    private static final int PATIENCE = 40;

    private final ReplacementDatabase database = ReplacementDatabase.load();

    @Test
    void yieldsTheValueOfTheFormulaWithEveryReplacement() {
        long[][] inputs = TestInputs.of(VECTORS, 0xDA7A);
        assertTrue(
                database.formulas().size() > 100,
                "a database of " + database.formulas().size());
        for (String text : database.formulas()) {
            Formula formula = FormulaText.parse(text);
            Set<Integer> known =
                    formula.inputs().stream().map(Formula.Input::index).collect(Collectors.toSet());
            List<Formula> replacements = database.of(formula);
            assertTrue(!replacements.isEmpty(), text);
            for (Formula replacement : replacements) {
                assertEquals(formula.type(), replacement.type(), text);
                assertTrue(
                        replacement.inputs().stream().allMatch(input -> known.contains(input.index())),
                        () -> text + " = " + FormulaText.format(replacement));
                for (long[] input : inputs) {
                    assertEquals(
                            formula.evaluate(input),
                            replacement.evaluate(input),
                            () -> text + " = " + FormulaText.format(replacement));
                }
            }
        }
    }

    /** Proves every entry again. */
    @Test
    @Tag("heavy")
    void provesEveryReplacement() {
        var proofs = new Proofs(PATIENCE);
        List<String> formulas = List.copyOf(database.formulas());
        List<String> unproved = Collections.synchronizedList(new ArrayList<>());
        var prover = new Z3Prover();
        int threads = Runtime.getRuntime().availableProcessors();
        WorkerPool.deep("proofs", threads).forEach(formulas.size(), index -> {
            Formula formula = FormulaText.parse(formulas.get(index));
            for (Formula replacement : database.of(formula)) {
                if (!proofs.areEqual(formula, replacement, prover)) {
                    unproved.add(FormulaText.format(formula) + " = " + FormulaText.format(replacement));
                }
            }
        });
        assertEquals(List.of(), unproved);
    }
}
