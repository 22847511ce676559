package io.github.mewe.variant;

import io.github.mewe.common.Resources;
import java.util.HashMap;
import java.util.Map;

/**
 * How often what a rule changes is still different when an engine has compiled it, as it was measured one rule at a
 * time: the share of the changed functions whose machine code differs from the original's. The command that measures it
 * is {@code src/bench/rules/run.sh}.
 */
public final class Survival {
    private static final String RESOURCE = "survival.tsv";
    private static final String COMMENT = "#";
    private static final int COLUMNS = 6;

    /** What was never measured may be as good as anything. */
    private static final double UNKNOWN = 0.9;

    /** A share of fewer functions says little. */
    private static final int LEAST_CHANGED = 5;

    private static final double LEAST_WEIGHT = 0.02;

    private final Map<String, Map<String, Double>> shares;

    private Survival(Map<String, Map<String, Double>> shares) {
        this.shares = Map.copyOf(shares);
    }

    /** A table in which nothing was measured. */
    public static Survival unknown() {
        return new Survival(Map.of());
    }

    /** The table that ships with the plugin. */
    public static Survival load() {
        var shares = new HashMap<String, Map<String, Double>>();
        Resources.text(Survival.class, RESOURCE)
                .lines()
                .filter(line -> !line.startsWith(COMMENT) && !line.isBlank())
                .forEach(line -> read(line, shares));
        return new Survival(shares);
    }

    /**
     * A line has the strategy, the rule, the changed functions, and the shares in two engines and after an optimiser.
     */
    private static void read(String line, Map<String, Map<String, Double>> shares) {
        String[] columns = line.split("\t");
        if (columns.length != COLUMNS) {
            throw new IllegalStateException("malformed line of " + RESOURCE + ": " + line);
        }
        if (Integer.parseInt(columns[2]) >= LEAST_CHANGED) {
            double engines = Math.min(Double.parseDouble(columns[3]), Double.parseDouble(columns[4]));
            shares.computeIfAbsent(columns[0], strategy -> new HashMap<>())
                    .put(columns[1], Math.min(engines, Double.parseDouble(columns[5])));
        }
    }

    /**
     * The share of the functions changed by a rule that stay different everywhere.
     *
     * @param strategy the strategy's name
     * @param rule the rule's name
     * @return 0 to 1
     */
    public double share(String strategy, String rule) {
        return shares.getOrDefault(strategy, Map.of()).getOrDefault(rule, UNKNOWN);
    }

    /** How often a rule is to be chosen in relation to others: more than in proportion to what it is worth. */
    public double weight(String strategy, String rule) {
        double share = share(strategy, rule);
        return LEAST_WEIGHT + share * share;
    }

    /**
     * What a variant is worth: as much as the best of its steps, since several weak changes are not a strong one.
     *
     * @return 0 to 1
     */
    public double share(Variant variant) {
        return variant.chain().stream()
                .mapToDouble(step -> share(step.strategy(), step.rule()))
                .max()
                .orElse(0);
    }
}
