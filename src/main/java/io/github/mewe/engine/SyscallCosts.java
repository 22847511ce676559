package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.profile.BodyEstimate;
import io.github.mewe.profile.Workload;
import io.github.mewe.variant.GenerationSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Estimates what the system calls of a WASI program cost. In small programs they take most of the time; without them,
 * there would seem to be no time in which a choice could be made. Of other imports nothing is known.
 */
final class SyscallCosts {
    private static final Set<String> SYSTEMS = Set.of("wasi_snapshot_preview1", "wasi_unstable");

    /**
     * What a system call costs at least, in additions. One that does little, {@code random_get} for 16 bytes, takes
     * 0.33 microseconds in Node 20, an addition about 0.13 nanoseconds; other hosts may be faster.
     */
    private static final double SYSTEM_CALL = 1500;

    /** Who makes a call in this share of its runs takes so long that a choice more is nothing beside it. */
    private static final double OFTEN = 0.5;

    private SyscallCosts() {}

    /**
     * A workload with what its system calls cost. A function counts as making each of its calls once at most when it
     * runs: too few rather than too many.
     */
    static Workload addedTo(Workload workload, GenerationSource source, BinaryenModule module) {
        Set<String> systemCalls = module.functions().stream()
                .filter(function ->
                        function.importModule().filter(SYSTEMS::contains).isPresent())
                .map(FunctionInfo::name)
                .collect(Collectors.toSet());
        Map<String, Set<Integer>> callers = callers(source, module);
        var making = new HashSet<Integer>();
        double calls = 0;
        var next = new ArrayDeque<>(systemCalls);
        while (!next.isEmpty()) {
            String callee = next.remove();
            for (int caller : callers.getOrDefault(callee, Set.of())) {
                double each = Math.min(
                        1, BodyEstimate.of(source.lift(caller).root()).calls().getOrDefault(callee, 0.0));
                if (systemCalls.contains(callee)) {
                    calls += workload.functions().get(caller).calls() * each;
                }
                if (each >= OFTEN && making.add(caller)) {
                    next.add(source.functionName(caller));
                }
            }
        }
        return workload.withHost(making, calls * SYSTEM_CALL);
    }

    private static Map<String, Set<Integer>> callers(GenerationSource source, BinaryenModule module) {
        Map<String, Set<Integer>> callers = new HashMap<>();
        for (int i = 0; i < source.functionCount(); i++) {
            for (String callee : module.directCallees(source.functionName(i))) {
                callers.computeIfAbsent(callee, name -> new TreeSet<>()).add(i);
            }
        }
        return callers;
    }
}
