package io.github.mewe.link;

import io.github.mewe.common.Resources;
import java.util.Map;

/** The random word and the random bits of an instance that guards of heap blocks use. */
public record HeapWord() implements DiscriminatorPart {
    private static final String RENEWAL = "(call $mewe.heap.renew)";

    @Override
    public Map<String, String> parts() {
        return Map.of("FUNCTIONS", Resources.text(HeapWord.class, "heap-word.wat"), "RENEWAL", RENEWAL);
    }
}
