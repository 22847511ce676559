package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackStartTest {
    @ParameterizedTest
    @CsvSource({
        "6%, 65536, 3920",
        "6%, 1048576, 62912",
        "50%, 4096, 2048",
        "1%, 100, 0",
        "0%, 65536, 0",
        "0, 65536, 0",
        "1024, 65536, 1024",
        "' 32 ', 16, 32",
        "50%, 9223372036854775807, 4611686018427387888"
    })
    void resolvesToBytes(String text, long stackSize, long bytes) {
        assertEquals(bytes, StackStart.parse(text).bytes(OptionalLong.of(stackSize)));
    }

    @ParameterizedTest
    @CsvSource({"6%, 1024", "50%, 1024", "0%, 0", "0, 0", "65536, 65536"})
    void resolvesWithoutTheSizeOfTheStack(String text, long bytes) {
        assertEquals(bytes, StackStart.parse(text).bytes(OptionalLong.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "17", "-16", "51%", "-1%", "6 %", "6.5%", "%", "1k", "0x10", "99999999999999999999"})
    void rejectsOtherTexts(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> StackStart.parse(text))
                .getMessage();
        assertEquals(
                "it must be a number of bytes that is a multiple of 16, such as 1024, or a percentage of the stack"
                        + " from 0% to 50%",
                message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1024", "6%"})
    void keepsItsText(String text) {
        assertEquals(text, StackStart.parse(text).toString());
    }

    @Test
    void isAShareByDefault() {
        assertEquals(StackStart.parse("6%"), StackStart.DEFAULT);
    }
}
