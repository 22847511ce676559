package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Binds direct calls to bodies, bypassing the dispatchers. Each calling body takes the callee's next choice, so that
 * all of the callee's bodies are called in proportion to their shares, and the bodies of one caller call different
 * ones.
 */
final class CallBinder {
    private final BinaryenModule module;
    private final Map<String, BoundChoices> choices;

    /**
     * Creates a binder.
     *
     * @param module the module
     * @param choices the choices for each function whose calls are bound, by its name
     */
    CallBinder(BinaryenModule module, Map<String, BoundChoices> choices) {
        this.module = module;
        this.choices = choices;
    }

    /**
     * Binds the calls of a function.
     *
     * @param caller the function
     */
    void bind(String caller) {
        Map<String, String> targets = new LinkedHashMap<>();
        for (String callee : module.directCallees(caller)) {
            BoundChoices bodies = choices.get(callee);
            if (bodies != null) {
                targets.put(callee, bodies.next());
            }
        }
        if (!targets.isEmpty()) {
            module.retarget(caller, targets);
        }
    }
}
