package io.github.mewe.profile;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the functions that may draw a choice at each call, because only a call from the host reaches them, and only a
 * few times. Every exported function has an allowance: one draw for the host call itself, and one more for each
 * {@value #WORK_OF_DRAW} units of the work that the call is estimated to start, up to {@value #MOST_DRAWS}. A function
 * passes what it does not use on to its callees. So the number of draws per host call is bounded.
 */
final class HostCallDraws {
    private static final double WORK_OF_DRAW = 100;
    private static final double MOST_DRAWS = 8;

    private final List<BodyEstimate> runs;
    private final List<Map<Integer, Double>> callees;
    private final List<Integer> callersFirst;
    private final Set<Integer> rarelyCalled;
    private final int[] place;
    private final double[] work;

    /**
     * Prepares the search.
     *
     * @param runs the estimate of each function's body
     * @param callees for each function, how often one run calls the others
     * @param callersFirst all functions, callers before callees except in recursions
     * @param rarelyCalled the functions that no loop, recursion or table leads to
     */
    HostCallDraws(
            List<BodyEstimate> runs,
            List<Map<Integer, Double>> callees,
            List<Integer> callersFirst,
            Set<Integer> rarelyCalled) {
        this.runs = runs;
        this.callees = callees;
        this.callersFirst = callersFirst;
        this.rarelyCalled = rarelyCalled;
        this.place = new int[runs.size()];
        for (int i = 0; i < callersFirst.size(); i++) {
            place[callersFirst.get(i)] = i;
        }
        this.work = new double[runs.size()];
        for (int i = callersFirst.size() - 1; i >= 0; i--) {
            int function = callersFirst.get(i);
            work[function] = runs.get(function).cost() + workOfCallees(function);
        }
    }

    private double workOfCallees(int function) {
        double sum = 0;
        for (Map.Entry<Integer, Double> call : callees.get(function).entrySet()) {
            if (place[call.getKey()] > place[function]) {
                sum += call.getValue() * work[call.getKey()];
            }
        }
        return sum;
    }

    /**
     * Finds the functions.
     *
     * @param entryPoints the exported functions, without those that the host calls only once
     */
    Set<Integer> from(Set<Integer> entryPoints) {
        double[] allowance = new double[work.length];
        Arrays.fill(allowance, Double.POSITIVE_INFINITY);
        entryPoints.forEach(function -> allowance[function] = Math.min(MOST_DRAWS, 1 + work[function] / WORK_OF_DRAW));
        var drawing = new HashSet<Integer>();
        for (int function : callersFirst) {
            double left = allowance[function];
            if (rarelyCalled.contains(function) && left >= 1 && left <= MOST_DRAWS) {
                drawing.add(function);
                left--;
            }
            passOn(left, function, allowance);
        }
        return drawing;
    }

    /** Grants each callee one draw, the one with the most work first, and that one the rest. */
    private void passOn(double allowed, int function, double[] allowance) {
        if (allowed == Double.POSITIVE_INFINITY) {
            return;
        }
        List<Map.Entry<Integer, Double>> calls = callees.get(function).entrySet().stream()
                .filter(call -> rarelyCalled.contains(call.getKey()) && call.getValue() > 0)
                .sorted(Comparator.comparingDouble((Map.Entry<Integer, Double> call) -> -work[call.getKey()])
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        double rest = Math.max(
                0, allowed - calls.stream().mapToDouble(Map.Entry::getValue).sum());
        double left = allowed - rest;
        for (Map.Entry<Integer, Double> call : calls) {
            double times = call.getValue();
            double granted = Math.min(1, left / times);
            left -= granted * times;
            allowance[call.getKey()] = Math.min(allowance[call.getKey()], granted + rest / times);
            rest = 0;
        }
    }
}
