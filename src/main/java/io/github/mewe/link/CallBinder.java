package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.WorkerPool;
import io.github.mewe.variant.VariantRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Binds direct calls to bodies, bypassing the dispatchers. Each calling body takes the callee's next choice, so that
 * all of the callee's bodies are called in proportion to their shares, and the bodies of one caller call different
 * ones. If only a share of the calling bodies is bound, the seed picks those that still call the dispatcher.
 */
final class CallBinder {
    private final BinaryenModule module;
    private final Map<String, Callee> callees;

    /**
     * A function whose direct calls are bound.
     *
     * @param choices the bodies for its calling bodies
     * @param share the share of its calling bodies that are bound
     * @param seed the seed of the pick of the others
     */
    record Callee(BoundChoices choices, double share, long seed) {
        /** The numbers of the calling bodies that call the dispatcher, in the order of their binding. */
        Set<Integer> dispatched(int callers) {
            if (share == 1) {
                return Set.of();
            }
            int count = Math.max(1, (int) Math.round((1 - share) * callers));
            List<Integer> all = IntStream.range(0, callers).boxed().toList();
            return new TreeSet<>(new VariantRandom(seed).shuffled(all).subList(0, Math.min(count, callers)));
        }
    }

    /**
     * Creates a binder.
     *
     * @param module the module
     * @param callees the functions whose calls are bound, by name
     */
    CallBinder(BinaryenModule module, Map<String, Callee> callees) {
        this.module = module;
        this.callees = callees;
    }

    /** The bodies that take the place of callees in a calling body. */
    private record Binding(String caller, Map<String, String> targets) {}

    /**
     * Binds the calls of functions.
     *
     * @param callers the functions
     * @param threads the number of threads; the result does not depend on it
     */
    void bind(List<String> callers, int threads) {
        Map<String, List<String>> calls = new LinkedHashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (String caller : callers) {
            List<String> bound = module.directCallees(caller).stream()
                    .filter(callees::containsKey)
                    .toList();
            calls.put(caller, bound);
            bound.forEach(callee -> counts.merge(callee, 1, Integer::sum));
        }
        Map<String, Set<Integer>> dispatched = new HashMap<>();
        counts.forEach(
                (callee, count) -> dispatched.put(callee, callees.get(callee).dispatched(count)));
        Map<String, Integer> next = new HashMap<>();
        var bindings = new ArrayList<Binding>();
        calls.forEach((caller, bound) -> {
            Map<String, String> targets = new LinkedHashMap<>();
            for (String callee : bound) {
                int number = next.merge(callee, 1, Integer::sum) - 1;
                if (!dispatched.get(callee).contains(number)) {
                    targets.put(callee, callees.get(callee).choices().next());
                }
            }
            if (!targets.isEmpty()) {
                bindings.add(new Binding(caller, targets));
            }
        });
        WorkerPool.deep("mewe-binder", threads).forEach(bindings.size(), i -> {
            Binding binding = bindings.get(i);
            module.retarget(binding.caller(), binding.targets());
        });
    }
}
