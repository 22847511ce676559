package io.github.mewe.execution;

import java.util.List;

/**
 * The calls of stubbed imports.
 *
 * @param hash a hash of all calls in order, including their arguments
 * @param first the first calls as texts
 */
public record HostCalls(long count, long hash, List<String> first) {
    /** No calls. */
    public static final HostCalls NONE = new HostCalls(0, 0, List.of());

    /** The number of calls without their arguments. */
    HostCalls counted() {
        return new HostCalls(count, 0, List.of());
    }

    /** Copies the list. */
    public HostCalls {
        first = List.copyOf(first);
    }
}
