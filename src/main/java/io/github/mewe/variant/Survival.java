package io.github.mewe.variant;

import io.github.mewe.common.Resources;
import java.util.HashMap;
import java.util.Map;

/**
 * The measured survival of rules in optimising engines, one rule at a time: the share of the changed functions whose
 * machine code differs from the original's. {@code src/bench/rules/run.sh} measures it.
 */
public final class Survival {
    private static final String RESOURCE = "survival.tsv";
    private static final String COMMENT = "#";
    private static final int COLUMNS = 6;

    /** The share assumed for an unmeasured rule. */
    private static final double UNKNOWN = 0.9;

    /** Shares measured on fewer changed functions are ignored. */
    private static final int MIN_CHANGED_FUNCTIONS = 5;

    private static final double MIN_WEIGHT = 0.02;

    private final Map<String, Map<String, Double>> shares;

    private Survival(Map<String, Map<String, Double>> shares) {
        this.shares = Map.copyOf(shares);
    }

    /** An empty table. */
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

    /** Columns: strategy, rule, number of changed functions, and the shares in two engines and after an optimiser. */
    private static void read(String line, Map<String, Map<String, Double>> shares) {
        String[] columns = line.split("\t");
        if (columns.length != COLUMNS) {
            throw new IllegalStateException("malformed line of " + RESOURCE + ": " + line);
        }
        if (Integer.parseInt(columns[2]) >= MIN_CHANGED_FUNCTIONS) {
            double engines = Math.min(Double.parseDouble(columns[3]), Double.parseDouble(columns[4]));
            shares.computeIfAbsent(columns[0], strategy -> new HashMap<>())
                    .put(columns[1], Math.min(engines, Double.parseDouble(columns[5])));
        }
    }

    /**
     * The share of changed functions whose machine code differs from the original's in every engine.
     *
     * @param strategy the strategy's name
     * @param rule the rule's name
     * @return 0 to 1
     */
    public double share(String strategy, String rule) {
        return shares.getOrDefault(strategy, Map.of()).getOrDefault(rule, UNKNOWN);
    }

    /** The weight with which a rule is drawn; it grows with the square of the share. */
    public double weight(String strategy, String rule) {
        double share = share(strategy, rule);
        return MIN_WEIGHT + share * share;
    }

    /**
     * The share of the variant's best step, since several weak changes do not add up to a strong one.
     *
     * @return 0 to 1
     */
    public double share(Variant variant) {
        double best = 0;
        for (Step step : variant.chain()) {
            best = Math.max(best, share(step.strategy(), step.rule()));
        }
        return best;
    }
}
