package io.github.mewe.variant.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.equivalence.Z3Prover;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SynthesizerTest {
    private static final long[][] INPUTS = TestInputs.of(2000, 99);
    private final Prover prover = new Z3Prover();
    private final Synthesizer synthesizer = new Synthesizer();

    @Test
    void findsManyReplacementsThatAreAllEqual() {
        for (String text : List.of(
                "add i0 i1",
                "sub l0 l1",
                "xor i0 i1",
                "eqz and shr_u i0 3 c1",
                "lt_s i0 i1",
                "select i0 i1 ne i2 0",
                "shl i0 sub i1 i2",
                "extend_u add i0 1",
                "add shl wrap l0 5 sub i1 c2")) {
            Formula formula = FormulaText.parse(text);
            List<Formula> found = synthesizer.replacements(formula, prover);
            assertTrue(found.size() >= 8, text + " has " + found);
            assertEquals(found.size(), new HashSet<>(found).size(), "different ones");
            for (Formula replacement : found) {
                assertFalse(replacement.equals(formula));
                assertEquals(formula.type(), replacement.type());
                for (long[] inputs : INPUTS) {
                    assertEquals(
                            formula.evaluate(inputs), replacement.evaluate(inputs), FormulaText.format(replacement));
                }
            }
        }
    }

    @Test
    void replacesAConstantSliceByItsValue() {
        List<Formula> found = synthesizer.replacements(FormulaText.parse("and mul i0 add i0 1 1"), prover);
        assertTrue(found.contains(FormulaText.parse("0")), found.toString());
    }

    @Test
    void letsTheSolverChooseConstants() {
        var search = new ConstantSearch(new Proofs(), prover);
        List<Formula> found = search.replacements(FormulaText.parse("xor and i0 240 15"));
        assertFalse(found.isEmpty());
        for (Formula replacement : found) {
            for (long[] inputs : INPUTS) {
                assertEquals(
                        FormulaText.parse("xor and i0 240 15").evaluate(inputs),
                        replacement.evaluate(inputs),
                        FormulaText.format(replacement));
            }
        }
    }

    @Test
    void dropsUnprovedReplacements() {
        var doubter = new Prover() {
            @Override
            public boolean areEqual(Formula left, Formula right, int effort) {
                return false;
            }

            @Override
            public Optional<List<Long>> solve(Formula template, List<Formula.Input> unknowns, List<Sample> samples) {
                return Optional.empty();
            }
        };
        assertEquals(List.of(), synthesizer.replacements(FormulaText.parse("add i0 i1"), doubter));
    }

    @Test
    void repeatsASearchWithTheSameResults() {
        Formula formula = FormulaText.parse("xor add i0 c1 i2");
        assertEquals(synthesizer.replacements(formula, prover), new Synthesizer().replacements(formula, prover));
    }
}
