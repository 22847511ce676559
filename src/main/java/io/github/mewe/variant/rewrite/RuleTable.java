package io.github.mewe.variant.rewrite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

    /** Reads the table that the plugin ships. */
    public static RuleTable load() {
        try (var in = RuleTable.class.getResourceAsStream("rules.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new RuleTable(text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(RuleParser::parse)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
