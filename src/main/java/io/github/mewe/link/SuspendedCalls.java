package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;

/** Recognises modules in which control may come back into a suspended call. */
public final class SuspendedCalls {
    private static final String ASYNCIFY_EXPORT = "asyncify_";

    private SuspendedCalls() {}

    /** Returns true if the module uses stack switching or was compiled with Asyncify. */
    public static boolean arePossibleIn(BinaryenModule module) {
        return module.features().hasStackSwitching()
                || module.exports().names().stream().anyMatch(name -> name.startsWith(ASYNCIFY_EXPORT));
    }
}
