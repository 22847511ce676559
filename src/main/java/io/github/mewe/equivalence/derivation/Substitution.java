package io.github.mewe.equivalence.derivation;

import java.util.HashMap;
import java.util.Map;

/** Replaces symbols in values. */
final class Substitution {
    private final ValueGraph graph;
    private final Map<ValueNode, ValueNode> images;

    /** The results for values that contain a replaced symbol. */
    private final Map<ValueNode, ValueNode> known = new HashMap<>();

    /** A filter of the replaced symbols. */
    private final long replaced;

    /**
     * Prepares replacements.
     *
     * @param images the values for symbols; null for a symbol that has none
     */
    Substitution(ValueGraph graph, Map<ValueNode, ValueNode> images) {
        this.graph = graph;
        this.images = images;
        this.replaced =
                images.keySet().stream().mapToLong(symbol -> symbol.symbols).reduce(0, (a, b) -> a | b);
    }

    /** A value with other symbols; null if one has no image. */
    ValueNode of(ValueNode value) {
        if ((value.symbols & replaced) == 0) {
            return value;
        }
        if (images.containsKey(value)) {
            return images.get(value);
        }
        if (value.parts.length == 0) {
            return value;
        }
        if (known.containsKey(value)) {
            return known.get(value);
        }
        ValueNode result = rebuilt(value);
        known.put(value, result);
        return result;
    }

    private ValueNode rebuilt(ValueNode value) {
        var parts = new ValueNode[value.parts.length];
        boolean changed = false;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = of(value.parts[i]);
            if (parts[i] == null) {
                return null;
            }
            changed |= parts[i] != value.parts[i];
        }
        return changed ? graph.rebuilt(value, parts) : value;
    }
}
