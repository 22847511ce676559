package io.github.mewe.equivalence;

import io.github.mewe.common.OptionalLibrary;
import io.github.mewe.common.UnusableLibraryException;
import io.github.mewe.variant.synthesis.Formula;
import io.github.mewe.variant.synthesis.Prover;
import io.github.mewe.wasm.ValueType;

/** Finds Z3, which users may add to the plugin's dependencies. This class loads without it. */
public final class Solvers {
    /** Z3; code that runs the solver must run inside {@link OptionalLibrary#use}. */
    public static final OptionalLibrary Z3 = new OptionalLibrary("Z3", "com.microsoft.z3.Context");

    private Solvers() {}

    /** Returns true if Z3 is on the class path. */
    public static boolean isAvailable() {
        return Z3.isPresent();
    }

    /**
     * Returns a prover that uses Z3, after a trial proof.
     *
     * @throws UnusableLibraryException if Z3 cannot be loaded
     */
    public static Prover prover() {
        return Z3.use(Solvers::tried);
    }

    private static Prover tried() {
        var prover = new Z3Prover();
        var one = new Formula.Number(ValueType.I32, 1);
        if (!prover.areEqual(one, one, 1000)) {
            throw new IllegalStateException("Z3 cannot prove that 1 = 1");
        }
        return prover;
    }
}
