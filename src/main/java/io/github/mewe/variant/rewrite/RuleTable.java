package io.github.mewe.variant.rewrite;

import io.github.mewe.common.Resources;
import java.util.List;

/**
 * The rules of the rewrite strategy.
 *
 * @param rules every rule, in the table's order
 */
public record RuleTable(List<RewriteRule> rules) {
    /** Copies the list. */
    public RuleTable {
        rules = List.copyOf(rules);
    }

    /** Reads the table that ships with the plugin. */
    public static RuleTable load() {
        return new RuleTable(Resources.text(RuleTable.class, "rules.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(RuleParser::parse)
                .toList());
    }
}
