package io.github.mewe.equivalence;

import io.github.mewe.variant.synthesis.Formula;
import io.github.mewe.variant.synthesis.Prover;
import io.github.mewe.wasm.ValueType;

/** Finds the optional solver. This class loads without one. */
public final class Solvers {
    private static final String CLASS = "com.microsoft.z3.Context";

    private Solvers() {}

    /** Looks for the solver on the class path, without loading its native library. */
    public static boolean isAvailable() {
        try {
            Class.forName(CLASS, false, Solvers.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * Makes a prover and tests it with a simple query.
     *
     * @throws LinkageError if there is no solver, or it does not work on this platform
     */
    public static Prover prover() {
        var prover = new Z3Prover();
        var one = new Formula.Number(ValueType.I32, 1);
        if (!prover.areEqual(one, one, 1000)) {
            throw new IllegalStateException("the solver cannot prove that 1 = 1");
        }
        return prover;
    }
}
