package io.github.mewe.link;

import java.util.Map;

/** Code that a hardening measure adds to the discriminator. */
public sealed interface DiscriminatorPart permits StackGuard, HeapWord {
    /** The additions in the text format, by the placeholders that they follow. */
    Map<String, String> parts();
}
