package io.github.mewe.execution;

import java.util.ArrayList;
import java.util.List;

/** Finds the engines that there are. This class can be used where there is only the embedded one. */
public final class Engines {
    private static final String JAVET = "com.caoccao.javet.interop.V8Host";

    private Engines() {}

    /** The engines, in the order in which they are tried: the embedded one first, and V8 if users have added it. */
    public static List<Engine> all() {
        var engines = new ArrayList<Engine>();
        engines.add(EndiveEngine.compiling());
        if (hasV8()) {
            engines.add(new JavetEngine());
        }
        return engines;
    }

    /**
     * The engines for a comparison of modules whose hosts may not be there: all, and last the embedded one with stubs
     * for imports.
     */
    public static List<Engine> forComparison() {
        var engines = new ArrayList<>(all());
        engines.add(EndiveEngine.answering());
        return engines;
    }

    /** Whether V8 is on the class path. */
    public static boolean hasV8() {
        try {
            Class.forName(JAVET, false, Engines.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
