package io.github.mewe.engine;

import io.github.mewe.link.Weights;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The configured weights of bodies.
 *
 * @param includeOriginal true if the original bodies are among the choices
 * @param rules exceptions to equal weights; the first match applies
 */
public record WeightChoice(boolean includeOriginal, List<Rule> rules) {
    /** Equal weights for all bodies of a function, including the original. */
    public static final WeightChoice EQUAL = new WeightChoice(true, List.of());

    /**
     * Copies the list and rejects contradictions.
     *
     * @throws IllegalArgumentException if a rule gives a share to originals that are not among the choices
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
     * A rule.
     *
     * @param functions a glob on function names
     * @param weights the weights of the functions' bodies
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

    /** The weights of a function's bodies by the function's name. */
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

    /** The rules as text. */
    String rulesText() {
        return rules.stream().map(Rule::text).collect(Collectors.joining(","));
    }
}
