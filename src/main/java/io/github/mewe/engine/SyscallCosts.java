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
 * Estimates the cost of the system calls of a WASI program. They take most of the time of small programs; without them,
 * the estimate would leave no time for choices. The costs of other imports are unknown.
 */
final class SyscallCosts {
    private static final Set<String> SYSTEMS = Set.of("wasi_snapshot_preview1", "wasi_unstable");

    /**
     * The minimum cost of a system call, in additions. In Node 20, {@code random_get} for 16 bytes takes 0.33
     * microseconds, and an addition about 0.13 nanoseconds; other hosts may be faster.
     */
    private static final double SYSTEM_CALL = 1500;

    /** Next to a system call in this share of a function's runs, the cost of a choice is negligible. */
    private static final double OFTEN = 0.5;

    private SyscallCosts() {}

    /**
     * Adds the cost of system calls to a workload. Counts each call at most once per run of a function, to
     * underestimate rather than overestimate.
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
