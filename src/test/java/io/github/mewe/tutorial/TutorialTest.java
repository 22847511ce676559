package io.github.mewe.tutorial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TutorialTest {
    private static final String PAGE = """
            # A page

            <!-- install -->
            ```sh
            apt-get install one two
            ```

            <!-- file: src/a.txt -->
            ```text
            first
            second
            ```

            Then:

            <!-- run -->
            ```sh
            cat src/a.txt
            ```

            <!-- prints, with other numbers -->
            ```text
            first
            ```
            """;

    @Test
    void parsesStepsInOrder() {
        assertEquals(
                List.of(
                        new TutorialStep.Install(List.of("one", "two")),
                        new TutorialStep.Write("src/a.txt", "first\nsecond\n"),
                        new TutorialStep.Run("cat src/a.txt\n"),
                        new TutorialStep.Prints(new ExpectedOutput("first\n", false))),
                Tutorial.parse("page", PAGE).steps());
    }

    @Test
    void rejectsBlocksWithoutAKnownMarker() {
        String unmarked = PAGE.replace("<!-- run -->\n", "");
        assertEquals(
                "page has 4 blocks, but 3 marker comments",
                assertThrows(IllegalArgumentException.class, () -> Tutorial.parse("page", unmarked))
                        .getMessage());
        String unknown = PAGE.replace("<!-- run -->", "<!-- runs -->");
        assertThrows(IllegalArgumentException.class, () -> Tutorial.parse("page", unknown));
    }

    @Test
    void requiresLinesInOrder() {
        var expected = new ExpectedOutput("a 1\n...\nb ... c\n", true);
        assertEquals(Optional.empty(), expected.missingIn("x\na 1\ny\nb and c\n"));
        assertEquals(Optional.of("b ... c"), expected.missingIn("b and c\na 1\n"));
        assertEquals(Optional.of("a 1"), expected.missingIn("a 2\nb and c\n"));
        assertEquals(Optional.of("a 1"), expected.missingIn("a 1 more\nb and c\n"));
        assertEquals(Optional.of("a 1"), expected.missingIn(""));
    }

    @Test
    void acceptsOtherNumbersWhereThePageAllowsThem() {
        var expected = new ExpectedOutput("[INFO] 12 of 1,234 in 0.5 s (x)...\n", false);
        assertTrue(new ExpectedOutput("0 of 7", false).missingIn("0 of 9").isEmpty());
        assertTrue(new ExpectedOutput("0 of 7", false).missingIn("7 of 7").isPresent(), "0 matches only 0");
        assertTrue(expected.missingIn("[INFO] 9 of 17 in 12 s (x): y\n").isEmpty());
        assertEquals(
                Optional.of("[INFO] 12 of 1,234 in 0.5 s (x)..."), expected.missingIn("[INFO] no of 17 in 1 s (x)\n"));
    }
}
