package io.github.mewe.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests which sequences all bodies contain. */
class CommonSequencesTest {
    private static final int[] ORIGINAL = {1, 2, 3, 4, 5};

    @Test
    void countsSequencesThatAllBodiesContainAnywhere() {
        // The sequences are 123, 234 and 345. The second body lacks 345, the third 123.
        List<int[]> bodies = List.of(ORIGINAL, new int[] {9, 1, 2, 3, 4}, new int[] {2, 3, 4, 5, 1, 2});
        assertEquals(new CommonSequences.Share(3, 1), CommonSequences.of(ORIGINAL, bodies, 3));
        assertEquals(new CommonSequences.Share(2, 0), CommonSequences.of(ORIGINAL, bodies, 4));
        assertEquals(1.0 / 3, CommonSequences.of(ORIGINAL, bodies, 3).value());
    }

    @Test
    void allSequencesOfASingleBodyAreCommon() {
        assertEquals(new CommonSequences.Share(3, 3), CommonSequences.of(ORIGINAL, List.of(ORIGINAL), 3));
    }

    @Test
    void comparesAnOriginalThatCannotBeChosen() {
        assertEquals(
                new CommonSequences.Share(3, 0), CommonSequences.of(ORIGINAL, List.of(new int[] {5, 4, 3, 2, 1}), 3));
    }

    @Test
    void shortBodiesHaveNoSequences() {
        assertEquals(new CommonSequences.Share(0, 0), CommonSequences.of(ORIGINAL, List.of(ORIGINAL), 6));
        assertEquals(0, CommonSequences.of(ORIGINAL, List.of(ORIGINAL), 6).value());
    }
}
