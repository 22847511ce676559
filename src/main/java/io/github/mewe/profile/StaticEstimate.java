package io.github.mewe.profile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Estimates a module's workload from its structure. Assumes one call of every export and fewer of functions reached
 * only through references, and propagates these along the calls of {@link BodyEstimate} (Wu and Larus, "Static branch
 * frequency and program profile analysis", MICRO 1994). Follows recursive calls once.
 */
public final class StaticEstimate {
    private static final double REFERENCED = 0.1;

    /** The limit on calls of one function by one run of another; larger estimates are implausible. */
    private static final double MOST_CALLS = 64;

    private final List<BodyEstimate> runs;
    private final List<Map<Integer, Double>> callees;
    private final double[] indirect;
    private final double[] calls;
    private final boolean[] isReferenced;
    private final Set<Integer> entryPoints = new HashSet<>();
    private final List<Set<Integer>> repeats = new ArrayList<>();

    private StaticEstimate(
            List<String> names,
            List<BodyEstimate> runs,
            Set<String> exported,
            Set<String> referenced,
            Set<String> calledOnce) {
        this.runs = runs;
        this.callees = new ArrayList<>();
        this.indirect = new double[names.size()];
        this.calls = new double[names.size()];
        this.isReferenced = new boolean[names.size()];
        Map<String, Integer> indices = new HashMap<>();
        names.forEach(name -> indices.put(name, indices.size()));
        for (int i = 0; i < names.size(); i++) {
            Map<Integer, Double> called = new HashMap<>();
            runs.get(i).calls().forEach((name, times) -> {
                if (indices.containsKey(name)) {
                    called.put(indices.get(name), Math.min(MOST_CALLS, times));
                }
            });
            callees.add(called);
            repeats.add(runs.get(i).repeated().stream()
                    .filter(indices::containsKey)
                    .map(indices::get)
                    .collect(Collectors.toSet()));
            String name = names.get(i);
            isReferenced[i] = referenced.contains(name);
            if (exported.contains(name) && !calledOnce.contains(name)) {
                entryPoints.add(i);
            }
            indirect[i] = (exported.contains(name) ? 1 : 0) + (referenced.contains(name) ? REFERENCED : 0);
        }
    }

    /**
     * Estimates the workload.
     *
     * @param names the names of the defined functions, in order
     * @param runs the estimate of each function's body
     * @param exported the names of exported functions
     * @param referenced the names of functions in tables and references
     * @param calledOnce the names of exported functions that the host calls once per instance
     */
    public static Workload of(
            List<String> names,
            List<BodyEstimate> runs,
            Set<String> exported,
            Set<String> referenced,
            Set<String> calledOnce) {
        var estimate = new StaticEstimate(names, runs, exported, referenced, calledOnce);
        estimate.propagate();
        return estimate.workload();
    }

    private void propagate() {
        List<Integer> order = callersFirst();
        int[] place = new int[order.size()];
        for (int i = 0; i < order.size(); i++) {
            place[order.get(i)] = i;
        }
        for (int caller : order) {
            calls[caller] += indirect[caller];
            callees.get(caller).forEach((callee, times) -> {
                if (place[callee] > place[caller]) {
                    calls[callee] += calls[caller] * times;
                }
            });
        }
    }

    /** Returns the functions in reverse post-order of a depth-first walk. A call against this order is recursive. */
    private List<Integer> callersFirst() {
        var left = new ArrayList<Integer>();
        var seen = new boolean[calls.length];
        for (int root = 0; root < calls.length; root++) {
            if (indirect[root] > 0) {
                visit(root, seen, left);
            }
        }
        for (int root = 0; root < calls.length; root++) {
            visit(root, seen, left);
        }
        Collections.reverse(left);
        return left;
    }

    private void visit(int root, boolean[] seen, List<Integer> left) {
        if (seen[root]) {
            return;
        }
        seen[root] = true;
        callees.get(root).keySet().stream().sorted().forEach(callee -> visit(callee, seen, left));
        left.add(root);
    }

    private Workload workload() {
        var functions = new ArrayList<FunctionLoad>();
        for (int i = 0; i < calls.length; i++) {
            functions.add(new FunctionLoad(
                    calls[i], indirect[i], calls[i] * runs.get(i).cost()));
        }
        Set<Integer> rarelyCalled = rarelyCalled();
        Set<Integer> drawing = new HostCallDraws(runs, callees, callersFirst(), rarelyCalled).from(entryPoints);
        return new Workload(functions, false, new CallStructure(rarelyCalled, drawing, callers()), 0);
    }

    private List<Set<Integer>> callers() {
        var callers = new ArrayList<Set<Integer>>();
        callees.forEach(function -> callers.add(new HashSet<>()));
        for (int caller = 0; caller < calls.length; caller++) {
            for (int callee : callees.get(caller).keySet()) {
                callers.get(callee).add(caller);
            }
        }
        return callers;
    }

    /**
     * Returns the functions that no loop, recursion or table leads to: a call from outside reaches them a few times.
     */
    private Set<Integer> rarelyCalled() {
        List<Integer> order = callersFirst();
        var often = new boolean[calls.length];
        var done = new boolean[calls.length];
        for (int caller : order) {
            often[caller] |= isReferenced[caller];
            done[caller] = true;
            for (int callee : callees.get(caller).keySet()) {
                // A callee that precedes its caller in the order is recursive.
                often[callee] |=
                        often[caller] || done[callee] || repeats.get(caller).contains(callee);
            }
        }
        // Propagates through recursion once more.
        for (int caller : order) {
            if (often[caller]) {
                callees.get(caller).keySet().forEach(callee -> often[callee] = true);
            }
        }
        return order.stream().filter(function -> !often[function]).collect(Collectors.toSet());
    }
}
