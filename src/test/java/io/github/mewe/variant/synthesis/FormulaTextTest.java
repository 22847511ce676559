package io.github.mewe.variant.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.wasm.ValueType;
import org.junit.jupiter.api.Test;

class FormulaTextTest {

    @Test
    void formatsParsedTextUnchanged() {
        for (String text : new String[] {
            "add i0 i1",
            "select l0 -1L ne i1 0",
            "eqz and shr_u i0 3 c1",
            "wrap sub extend_u i0 d1",
            "popcnt l0",
            "-2147483648",
            "-9223372036854775808L"
        }) {
            assertEquals(text, FormulaText.format(FormulaText.parse(text)));
        }
    }

    @Test
    void derivesTypesFromTheOperands() {
        assertEquals(ValueType.I64, FormulaText.parse("add l0 1L").type());
        assertEquals(ValueType.I32, FormulaText.parse("lt_u l0 1L").type());
        assertEquals(ValueType.I32, FormulaText.parse("wrap l0").type());
        assertEquals(ValueType.I64, FormulaText.parse("select l0 l1 i2").type());
    }

    @Test
    void rejectsMalformedTextAndNamesIt() {
        for (String text : new String[] {"", "add i0", "add i0 i1 i2", "frob i0 i1", "add i0 x", "add i0 ix"}) {
            var refusal = assertThrows(IllegalArgumentException.class, () -> FormulaText.parse(text), text);
            assertTrue(refusal.getMessage().contains(text), refusal.getMessage());
        }
    }
}
