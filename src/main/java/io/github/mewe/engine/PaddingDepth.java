package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.harden.HardenedFrames.HardenedBody;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The largest sum of paddings and offsets along a path of direct calls. Each function counts once, so recursion adds
 * nothing.
 */
final class PaddingDepth {
    private final BinaryenModule module;
    private final Map<String, HardenedBody> bodies;
    private final int offset;
    private final Set<String> defined;
    private final Map<String, Long> depths = new HashMap<>();

    /**
     * Prepares the search.
     *
     * @param offset the most bytes that each hardened body lowers its frame by at run time
     */
    PaddingDepth(BinaryenModule module, Map<String, HardenedBody> bodies, int offset) {
        this.module = module;
        this.bodies = bodies;
        this.offset = offset;
        this.defined = new HashSet<>(module.definedFunctions());
    }

    /** The sum in bytes. */
    long most() {
        return bodies.keySet().stream().mapToLong(this::depth).max().orElse(0);
    }

    private record Visit(String function, List<String> callees, Iterator<String> open) {}

    /** Walks depth first without recursion, because call graphs are deep. Ignores calls back into the path. */
    private long depth(String start) {
        var path = new ArrayDeque<Visit>();
        Set<String> open = new HashSet<>();
        enter(start, path, open);
        while (!path.isEmpty()) {
            Visit visit = path.peek();
            if (visit.open().hasNext()) {
                String callee = visit.open().next();
                Long known = open.contains(callee) ? Long.valueOf(0) : depths.get(callee);
                if (known == null) {
                    enter(callee, path, open);
                }
                continue;
            }
            path.pop();
            open.remove(visit.function());
            depths.put(visit.function(), own(visit.function()) + deepest(visit.callees()));
        }
        return depths.get(start);
    }

    private void enter(String function, ArrayDeque<Visit> path, Set<String> open) {
        if (!depths.containsKey(function)) {
            open.add(function);
            List<String> callees = callees(function);
            path.push(new Visit(function, callees, callees.iterator()));
        }
    }

    private long deepest(List<String> callees) {
        return callees.stream()
                .mapToLong(callee -> depths.getOrDefault(callee, 0L))
                .max()
                .orElse(0);
    }

    private List<String> callees(String function) {
        return defined.contains(function) ? module.directCallees(function) : List.of();
    }

    private long own(String function) {
        HardenedBody body = bodies.get(function);
        return body == null ? 0 : body.padding() + offset;
    }
}
