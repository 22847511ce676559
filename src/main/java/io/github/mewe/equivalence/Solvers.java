package io.github.mewe.equivalence;

import io.github.mewe.variant.synthesis.Formula;
import io.github.mewe.variant.synthesis.Prover;
import io.github.mewe.wasm.ValueType;

/** Finds the solver that users may have added. This class can be used where there is none. */
public final class Solvers {
    private static final String CLASS = "com.microsoft.z3.Context";

    private Solvers() {}

    /** Whether there is a solver on the class path. */
    public static boolean isAvailable() {
        try {
            Class.forName(CLASS, false, Solvers.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * Makes a prover that uses the solver, and asks it something simple.
     *
     * @throws LinkageError if there is none, or it does not work on this platform
     */
    public static Prover prover() {
        var prover = new Z3Prover();
        var one = new Formula.Number(ValueType.I32, 1);
        if (!prover.areEqual(one, one, 1000)) {
            throw new IllegalStateException("the solver does not know that one is one");
        }
        return prover;
    }
}
