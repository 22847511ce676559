package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes direct calls go past the dispatchers. Each calling body takes the next of the callee's bodies, in an order that
 * the seed draws: so all of them are called as evenly as can be, and the bodies of one caller call different ones.
 */
final class CallBinder {
    private final BinaryenModule module;
    private final Map<String, List<String>> bodies;
    private final Map<String, Integer> next = new HashMap<>();

    /**
     * A binder.
     *
     * @param module the module
     * @param bodies the functions whose calls are bound, each with the bodies that may be called, in a drawn order
     */
    CallBinder(BinaryenModule module, Map<String, List<String>> bodies) {
        this.module = module;
        this.bodies = bodies;
    }

    /**
     * Binds the calls that a function makes.
     *
     * @param caller the function
     */
    void bind(String caller) {
        Map<String, String> targets = new LinkedHashMap<>();
        for (String callee : module.directCallees(caller)) {
            List<String> choices = bodies.get(callee);
            if (choices != null) {
                targets.put(callee, choices.get((next.merge(callee, 1, Integer::sum) - 1) % choices.size()));
            }
        }
        if (!targets.isEmpty()) {
            module.retarget(caller, targets);
        }
    }
}
