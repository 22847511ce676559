package io.github.mewe.execution;

import java.util.List;

/**
 * The calls of imports that stubs answered.
 *
 * @param count how many there were
 * @param hash a hash of all, with their arguments, in their order
 * @param first the first of them as texts
 */
public record HostCalls(long count, long hash, List<String> first) {
    /** No calls. */
    public static final HostCalls NONE = new HostCalls(0, 0, List.of());

    /** Copies the list. */
    public HostCalls {
        first = List.copyOf(first);
    }
}
