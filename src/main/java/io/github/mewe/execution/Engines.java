package io.github.mewe.execution;

import io.github.mewe.common.OptionalLibrary;
import java.util.ArrayList;
import java.util.List;

/** Finds the available engines. Loads without V8 on the class path. */
public final class Engines {
    /** V8 through Javet; code that refers to its classes must run inside {@link OptionalLibrary#use}. */
    static final OptionalLibrary JAVET = new OptionalLibrary("V8", "com.caoccao.javet.interop.V8Host");

    private Engines() {}

    /** All engines in order of preference: the embedded one, then V8 if users have added it. */
    public static List<Engine> all() {
        var engines = new ArrayList<Engine>();
        engines.add(EndiveEngine.compiling());
        if (hasV8()) {
            engines.add(new JavetEngine());
        }
        return engines;
    }

    /**
     * The engines for comparing modules without their hosts, in order of preference: all, then the embedded one with
     * stubs for imports. Compiling large modules in the embedded engine takes too long, so for them V8 comes first and
     * the embedded engine interprets.
     */
    public static List<Engine> forComparison(boolean isLarge) {
        EndiveEngine embedded = isLarge ? EndiveEngine.interpreting() : EndiveEngine.compiling();
        var engines = new ArrayList<Engine>(List.of(embedded));
        if (hasV8()) {
            engines.add(isLarge ? 0 : 1, new JavetEngine());
        }
        engines.add(embedded.withStubs());
        return engines;
    }

    /** Returns true if V8 is on the class path. */
    public static boolean hasV8() {
        return JAVET.isPresent();
    }
}
