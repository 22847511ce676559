package io.github.mewe.execution;

import java.util.ArrayList;
import java.util.List;

/** Finds the engines that there are. */
public final class Engines {
    private Engines() {}

    /** The engines, in the order in which they are tried: the embedded one first. */
    public static List<Engine> all() {
        var engines = new ArrayList<Engine>();
        engines.add(EndiveEngine.compiling());
        return engines;
    }
}
