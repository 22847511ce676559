package io.github.mewe.engine;

import io.github.mewe.harden.HeapFunction;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The options for guards of heap blocks.
 *
 * @param limit the number of bytes that slack around blocks and freed blocks that wait may take
 * @param functions functions of the allocator, by the names of exports or in the manifest; others are recognised by
 *     their usual names
 */
public record HeapOptions(int limit, Map<HeapFunction, String> functions) {
    /** The default options. */
    public static final HeapOptions DEFAULT = new HeapOptions(1 << 20, Map.of());

    /** Copies the map. */
    public HeapOptions {
        functions = Map.copyOf(functions);
    }

    /** Adds the options by their names in a POM. The seed derives from names and values. */
    void describe(Map<String, String> parameters) {
        parameters.put("heapLimit", String.valueOf(limit));
        if (!functions.isEmpty()) {
            parameters.put(
                    "heapFunctions",
                    new TreeMap<>(functions)
                            .entrySet().stream()
                                    .map(entry -> entry.getKey().cName() + "=" + entry.getValue())
                                    .collect(Collectors.joining(",")));
        }
    }
}
