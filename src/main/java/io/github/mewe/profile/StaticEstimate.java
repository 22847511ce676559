package io.github.mewe.profile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Guesses a module's workload from its structure: every export is called once, functions that only references reach a
 * little less, and each call passes on what {@link BodyEstimate} says (Wu and Larus, "Static branch frequency and
 * program profile analysis", MICRO 1994). Calls that may recur are followed once.
 */
public final class StaticEstimate {
    private static final double REFERENCED = 0.1;

    /** More calls of one function by one run of another are hardly ever real. */
    private static final double MOST_CALLS = 64;

    private final List<BodyEstimate> runs;
    private final List<Map<Integer, Double>> callees;
    private final double[] indirect;
    private final double[] calls;
    private final boolean[] isReferenced;
    private final List<Set<Integer>> repeats = new ArrayList<>();

    private StaticEstimate(List<String> names, List<BodyEstimate> runs, Set<String> exported, Set<String> referenced) {
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
            indirect[i] = (exported.contains(name) ? 1 : 0) + (referenced.contains(name) ? REFERENCED : 0);
        }
    }

    /**
     * Estimates.
     *
     * @param names the defined functions, in their order
     * @param runs the average run of each
     * @param exported the names of exported functions
     * @param referenced the names of functions that are referred to otherwise
     */
    public static Workload of(
            List<String> names, List<BodyEstimate> runs, Set<String> exported, Set<String> referenced) {
        var estimate = new StaticEstimate(names, runs, exported, referenced);
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

    /**
     * The reverse of the order in which a depth-first walk leaves the functions; calls back to one on the way recur.
     */
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
        return new Workload(functions, false, seldom(), 0);
    }

    /** Those that neither loops nor recursion nor tables lead to: a call from outside calls them a few times. */
    private Set<Integer> seldom() {
        List<Integer> order = callersFirst();
        var often = new boolean[calls.length];
        var done = new boolean[calls.length];
        for (int caller : order) {
            often[caller] |= isReferenced[caller];
            done[caller] = true;
            for (int callee : callees.get(caller).keySet()) {
                // A caller that comes later in the order, or itself: a recursion.
                often[callee] |=
                        often[caller] || done[callee] || repeats.get(caller).contains(callee);
            }
        }
        // Recursions may lead from functions that were found to be called often only afterwards.
        for (int caller : order) {
            if (often[caller]) {
                callees.get(caller).keySet().forEach(callee -> often[callee] = true);
            }
        }
        return order.stream().filter(function -> !often[function]).collect(Collectors.toSet());
    }
}
