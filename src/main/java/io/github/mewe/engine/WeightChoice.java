package io.github.mewe.engine;

import io.github.mewe.link.Weights;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the user wants of how often bodies are chosen.
 *
 * @param includeOriginal whether the original bodies are among the choices
 * @param rules exceptions from equal weights, of which the first that matches counts
 */
public record WeightChoice(boolean includeOriginal, List<Rule> rules) {
    /** All bodies of a function alike, the original among them. */
    public static final WeightChoice EQUAL = new WeightChoice(true, List.of());

    /**
     * Copies the list, and refuses a contradiction.
     *
     * @throws IllegalArgumentException if a rule gives a share to the originals, which are left out
     */
    public WeightChoice {
        rules = List.copyOf(rules);
        for (Rule rule : rules) {
            if (!includeOriginal && rule.weights().original().orElse(0) > 0) {
                throw new IllegalArgumentException("the original of '" + rule.functions() + "' has the share "
                        + rule.weights().original().getAsDouble() + " and is left out");
            }
        }
    }

    /**
     * An exception.
     *
     * @param functions a glob on function names
     * @param weights their weights
     */
    public record Rule(String functions, Weights weights) {
        private String text() {
            return functions
                    + '='
                    + (weights.original().isPresent()
                            ? String.valueOf(weights.original().getAsDouble())
                            : "")
                    + weights.variants().stream().map(weight -> ":" + weight).collect(Collectors.joining());
        }
    }

    /** The weights of functions by their names. */
    Function<String, Weights> compiled() {
        List<Predicate<String>> globs = rules.stream()
                .map(rule -> new NameFilter(List.of(rule.functions()), List.of()).compiled())
                .toList();
        return name -> {
            Weights weights = Weights.EQUAL;
            for (int i = 0; i < globs.size(); i++) {
                if (globs.get(i).test(name)) {
                    weights = rules.get(i).weights();
                    break;
                }
            }
            return includeOriginal ? weights : weights.withoutOriginal();
        };
    }

    /** The exceptions as text. */
    String rulesText() {
        return rules.stream().map(Rule::text).collect(Collectors.joining(","));
    }
}
