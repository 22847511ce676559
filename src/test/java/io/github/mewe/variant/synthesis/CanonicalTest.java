package io.github.mewe.variant.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CanonicalTest {

    @Test
    void numbersInputsInOrderOfUse() {
        assertEquals("sub mul i0 i1 i0", concrete("sub mul i7 i3 i7"));
    }

    @Test
    void sortsTheOperandsOfCommutativeOperations() {
        assertEquals(concrete("xor and i0 i1 shl i2 3"), concrete("xor shl i5 3 and i1 i4"));
        assertEquals(concrete("add i0 5"), concrete("add 5 i0"));
        assertNotEquals(concrete("sub i0 5"), concrete("sub 5 i0"));
    }

    @Test
    void generalisesConstantsWithoutSpecialLaws() {
        assertEquals("and i0 c1", general("and i0 255"));
        assertEquals("xor and i0 c1 c1", general("xor and i0 12 12"));
        assertEquals("xor and i0 c1 c2", general("xor and i0 12 13"));
        // Shift counts, divisors, zero and one have special laws.
        assertEquals("add shl i0 3 1", general("add shl i0 3 1"));
        assertEquals("div_u i0 10", general("div_u i0 10"));
    }

    @Test
    void restoresTheOriginalInputsAndNumbers() {
        Canonical canonical = Canonical.of(FormulaText.parse("or and l9 240L l4"));
        assertEquals("or and l0 d2 l1", FormulaText.format(canonical.general()));
        assertEquals(List.of(9, 4), canonical.inputs());
        assertEquals("or and l9 240L l4", FormulaText.format(canonical.restore(canonical.general())));
    }

    @Test
    void keepsTheConstantsOfAPart() {
        Canonical part = Canonical.of(FormulaText.parse("and i1 c4"));
        assertEquals("or i1 c4", FormulaText.format(part.restore(FormulaText.parse("or i0 c1"))));
    }

    private static String concrete(String text) {
        return FormulaText.format(Canonical.of(FormulaText.parse(text)).concrete());
    }

    private static String general(String text) {
        return FormulaText.format(Canonical.of(FormulaText.parse(text)).general());
    }
}
