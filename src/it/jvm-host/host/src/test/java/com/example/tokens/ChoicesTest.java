package com.example.tokens;

import static com.example.tokens.Binaries.KEY;
import static com.example.tokens.Binaries.TRACED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/** Tests that a seed decides which bodies run, and nothing else. */
class ChoicesTest {
    private static final String PAYLOAD = "user=17;until=2030-01-01";

    /** A dispatcher chose a variant; 0 is the original body. */
    private record Choice(int dispatcher, int variant) {}

    private record Run(String token, List<Choice> choices) {}

    private final TokenModule module = TokenModule.compiled(TRACED);

    @Test
    void twoSeedsChooseDifferentlyAndAnswerAlike() {
        Run first = run(1, 2);
        Run second = run(3, 4);
        assertEquals(first.token(), second.token());
        assertNotEquals(first.choices(), second.choices());
    }

    @Test
    void oneSeedAlwaysChoosesAlike() {
        Run first = run(1, 2);
        assertFalse(first.choices().isEmpty(), "nothing was chosen");
        assertEquals(first, run(1, 2));
    }

    @Test
    void hardlyTwoRequestsAreAlike() {
        var random = new SecureRandom();
        Set<List<Choice>> traces = new HashSet<>();
        for (int request = 0; request < 100; request++) {
            traces.add(run(random.nextLong(), random.nextLong()).choices());
        }
        System.out.println("100 requests, each in its own instance, ran in " + traces.size() + " different ways");
        assertTrue(traces.size() > 50, () -> "only " + traces.size() + " of 100 traces differ");
    }

    private Run run(long low, long high) {
        var choices = new ArrayList<Choice>();
        var trace = new HostFunction(
                "mewe", "trace", FunctionType.of(List.of(ValType.I32, ValType.I32), List.of()), (instance, numbers) -> {
                    choices.add(new Choice((int) numbers[0], (int) numbers[1]));
                    return null;
                });
        ImportValues imports = ImportValues.builder().addFunction(trace).build();
        TokenInstance instance = module.instantiate(KEY, imports, low, high);
        return new Run(instance.sign(PAYLOAD), List.copyOf(choices));
    }
}
