package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallBinderTest {
    private static final int CALLERS = 20;

    @Test
    void leavesAShareOfTheCallersToTheDispatcher() {
        assertEquals(5, callee(0.75, 1).dispatched(CALLERS).size());
        assertEquals(CALLERS, callee(0.01, 1).dispatched(CALLERS).size());
        assertEquals(Set.of(), callee(1, 1).dispatched(CALLERS), "all bound");
    }

    @Test
    void leavesAtLeastOneCallerToTheDispatcher() {
        assertEquals(1, callee(0.999, 1).dispatched(CALLERS).size());
        assertEquals(Set.of(0), callee(0.999, 1).dispatched(1));
    }

    @Test
    void picksOtherCallersForOtherSeeds() {
        var picked = new HashSet<Set<Integer>>();
        for (long seed = 0; seed < 400; seed++) {
            picked.add(callee(0.999, seed).dispatched(CALLERS));
        }
        assertEquals(CALLERS, picked.size());
    }

    private static CallBinder.Callee callee(double share, long seed) {
        return new CallBinder.Callee(new BoundChoices(List.of("a"), List.of(1.0), seed), share, seed);
    }
}
