package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts the paths through a module's static call graph, from the functions reachable from outside to those that call
 * nothing (as in the MEWE paper, section 4.2). It follows direct calls only, skips recursive calls to functions already
 * on the path, and ignores the linker's functions other than dispatchers.
 */
public final class CallPaths {
    private final BinaryenModule module;
    private final Map<String, List<String>> bodies = new HashMap<>();
    private final Set<String> defined;
    private final Map<String, Double> done = new HashMap<>();
    private final Set<String> onPath = new HashSet<>();

    private CallPaths(BinaryenModule module) {
        this.module = module;
        this.defined = new HashSet<>(module.definedFunctions());
    }

    /**
     * The binary logarithm of the number of paths; 0 if there is at most one path.
     *
     * @param module the module
     * @param linked its dispatchers; empty for an unchanged module
     */
    public static double bits(BinaryenModule module, List<LinkedFunction> linked) {
        var paths = new CallPaths(module);
        for (LinkedFunction function : linked) {
            if (function.choice().isPresent()) {
                paths.bodies.put(function.name(), function.bodies());
            }
        }
        return DeepThread.call(paths::bits);
    }

    /**
     * The binary logarithm of the number of paths from one function.
     *
     * @param module the module
     * @param bodies the bodies that each dispatcher chooses from, by its name
     * @param from the function
     */
    public static double bitsFrom(BinaryenModule module, Map<String, List<String>> bodies, String from) {
        var paths = new CallPaths(module);
        paths.bodies.putAll(bodies);
        return DeepThread.call(() -> paths.defined.contains(from) ? paths.from(from) : 0);
    }

    private double bits() {
        Set<String> entries = new TreeSet<>(module.exports().functions());
        entries.addAll(module.referencedFunctions());
        var ways = new ArrayList<Double>();
        for (String entry : entries) {
            if (defined.contains(entry)) {
                ways.add(from(entry));
            }
        }
        return ways.isEmpty() ? 0 : sum(ways);
    }

    private double from(String function) {
        Double known = done.get(function);
        if (known != null) {
            return known;
        }
        onPath.add(function);
        List<String> next = bodies.containsKey(function) ? bodies.get(function) : module.directCallees(function);
        var ways = new ArrayList<Double>();
        for (String callee : next) {
            if (defined.contains(callee) && !onPath.contains(callee)) {
                ways.add(from(callee));
            }
        }
        onPath.remove(function);
        double bits = ways.isEmpty() ? 0 : sum(ways);
        done.put(function, bits);
        return bits;
    }

    /** The logarithm of a sum, from the logarithms of its terms. */
    private static double sum(List<Double> bits) {
        double most = bits.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        double sum = bits.stream().mapToDouble(b -> StrictMath.pow(2, b - most)).sum();
        return most + StrictMath.log(sum) / StrictMath.log(2);
    }
}
