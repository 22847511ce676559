package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Places bodies that call each other side by side. A run executes few of a multivariant binary's bodies. Scattered over
 * the code, they would use more lines of the processor's instruction cache and more entries of its address translation.
 */
final class BodyOrder {
    private final BinaryenModule module;
    private final List<String> defined;
    private final Map<String, List<String>> bodies = new HashMap<>();
    private final Set<String> movable = new HashSet<>();
    private final Set<String> unreached;

    /**
     * Creates an order for the bodies of linked functions.
     *
     * @param module the module with its final direct calls
     * @param linked the functions that have variants
     */
    BodyOrder(BinaryenModule module, List<LinkedFunction> linked) {
        this.module = module;
        this.defined = module.definedFunctions();
        this.unreached = new HashSet<>(defined);
        for (LinkedFunction function : linked) {
            if (function.choice().isPresent()) {
                bodies.put(function.name(), function.bodies());
                movable.addAll(function.bodies());
            }
            function.variants().forEach(variant -> movable.addAll(variant.helpers()));
        }
    }

    /** Moves the bodies. All other functions keep their indices. */
    void apply() {
        module.reorder(callersFirst());
    }

    /** The bodies and helpers in the order of a depth-first search through the direct calls. */
    private List<String> callersFirst() {
        var order = new ArrayList<String>();
        for (String root : roots()) {
            Deque<String> open = new ArrayDeque<>(List.of(root));
            while (!open.isEmpty()) {
                String function = open.pop();
                if (unreached.remove(function)) {
                    if (movable.contains(function)) {
                        order.add(function);
                    }
                    List<String> next = next(function);
                    for (int i = next.size() - 1; i >= 0; i--) {
                        open.push(next.get(i));
                    }
                }
            }
        }
        return order;
    }

    private List<String> roots() {
        Set<String> exported = Set.copyOf(module.exports().functions());
        return Stream.concat(defined.stream().filter(exported::contains), defined.stream())
                .toList();
    }

    private List<String> next(String function) {
        List<String> dispatched = bodies.get(function);
        return dispatched != null ? dispatched : module.directCallees(function);
    }
}
