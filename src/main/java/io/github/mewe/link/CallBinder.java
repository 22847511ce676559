package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes direct calls go past the dispatchers. Each calling body takes the next of the callee's choices: so all of its
 * bodies are called as evenly as their shares allow, and the bodies of one caller call different ones.
 */
final class CallBinder {
    private final BinaryenModule module;
    private final Map<String, BoundChoices> choices;

    /**
     * A binder.
     *
     * @param module the module
     * @param choices the functions whose calls are bound, each with the choices of its bodies
     */
    CallBinder(BinaryenModule module, Map<String, BoundChoices> choices) {
        this.module = module;
        this.choices = choices;
    }

    /**
     * Binds the calls that a function makes.
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
