package io.github.mewe.property;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The findings of a check. */
final class Findings {
    private final Map<String, Integer> comparisonsByStrategies = new TreeMap<>();
    private final Map<String, Integer> variantsByStrategies = new TreeMap<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<Divergence> divergences = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private int functions;

    /** Adds to the number of functions. */
    void addFunctions(int count) {
        functions += count;
    }

    /** Adds variants, and the number of compared calls of each. */
    void addVariants(String strategies, int variants, int inputs) {
        variantsByStrategies.merge(strategies, variants, Integer::sum);
        comparisonsByStrategies.merge(strategies, variants * inputs, Integer::sum);
    }

    /** Adds the outcome of an original. */
    void addOutcome(String outcome) {
        String kind = outcome.startsWith("returned") ? "returned" : outcome.substring(0, outcome.indexOf(';'));
        outcomes.merge(kind, 1, Integer::sum);
    }

    /** Adds a variant that differs from its function. */
    void add(Divergence divergence) {
        divergences.add(divergence);
    }

    /** Adds a failure that prevented a comparison. */
    void addFault(String fault) {
        faults.add(fault);
    }

    /** Adds the findings of another check. */
    void addAll(Findings other) {
        other.comparisonsByStrategies.forEach(
                (name, count) -> comparisonsByStrategies.merge(name, count, Integer::sum));
        other.variantsByStrategies.forEach((name, count) -> variantsByStrategies.merge(name, count, Integer::sum));
        other.outcomes.forEach((kind, count) -> outcomes.merge(kind, count, Integer::sum));
        divergences.addAll(other.divergences);
        faults.addAll(other.faults);
        functions += other.functions;
    }

    /** The number of comparisons: one variant, one input. */
    int comparisons() {
        return sum(comparisonsByStrategies);
    }

    /** The number of variants by set of strategies. */
    Map<String, Integer> variantsByStrategies() {
        return variantsByStrategies;
    }

    /** The number of calls of originals that returned, and that trapped, by message. */
    Map<String, Integer> outcomes() {
        return outcomes;
    }

    /** The share of the originals' calls that returned. */
    double returned() {
        return outcomes.getOrDefault("returned", 0) / (double) Math.max(1, sum(outcomes));
    }

    /** The variants that differ from their functions, each once, smallest functions first. */
    List<Divergence> divergences() {
        return divergences.stream()
                .sorted(Comparator.comparingInt(d -> d.function().text().length()))
                .toList();
    }

    /** The failures that prevented a comparison. */
    List<String> faults() {
        return faults;
    }

    /** A summary of the numbers. */
    String summary() {
        String made = variantsByStrategies.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue() + " variants, " + comparisonsByStrategies.get(e.getKey())
                        + " comparisons")
                .collect(Collectors.joining("; "));
        return "%d comparisons of %d variants of %d random functions (%s); the originals: %s; %d variants diverge"
                .formatted(comparisons(), sum(variantsByStrategies), functions, made, outcomes, divergences.size());
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
