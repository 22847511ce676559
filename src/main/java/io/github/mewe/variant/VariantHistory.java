package io.github.mewe.variant;

import io.github.mewe.ir.FunctionBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The history of a variant: the input of each strategy and the state of its random source. With it the variant can be
 * made again with a subset of its steps. It needs the workbench that made the variant, and is valid as long as that is
 * open.
 */
public final class VariantHistory {
    private final FunctionBody original;
    private final StrategyContext context;
    private final List<Application> applications = new ArrayList<>();

    /** A strategy that was applied, the random source before, and the steps of the chain that came of it. */
    private record Application(VariantStrategy strategy, VariantRandom random, int firstStep, List<Step> steps) {
        /** The index in the chain of the step by a rule. */
        int indexOf(String rule) {
            for (int i = 0; i < steps.size(); i++) {
                if (steps.get(i).rule().equals(rule)) {
                    return firstStep + i;
                }
            }
            throw new IllegalStateException(
                    "the strategy " + strategy.name() + " applied a rule that was not allowed: " + rule);
        }
    }

    VariantHistory(FunctionBody original, StrategyContext context) {
        this.original = original;
        this.context = context;
    }

    /**
     * Notes that a strategy was applied.
     *
     * @param strategy the strategy
     * @param random the random source as it was before
     * @param before the variant as it was
     * @param after what the strategy made of it
     */
    void add(VariantStrategy strategy, VariantRandom random, Variant before, Variant after) {
        int firstStep = before.chain().size();
        applications.add(new Application(
                strategy,
                random,
                firstStep,
                after.chain().subList(firstStep, after.chain().size())));
    }

    /** The chain of the variant as it was made. */
    public List<Step> chain() {
        return applications.stream()
                .flatMap(application -> application.steps().stream())
                .toList();
    }

    /** How many of the first steps each of the bodies had that one strategy handed to the next, the last left out. */
    public List<Integer> stages() {
        return applications.stream().skip(1).map(Application::firstStep).toList();
    }

    /**
     * A variant made of some of the steps of another.
     *
     * @param variant the variant
     * @param steps the indices in the other's chain of the steps that made it, ascending
     */
    public record Part(Variant variant, List<Integer> steps) {
        /** Copies the list. */
        public Part {
            steps = List.copyOf(steps);
        }
    }

    /**
     * Makes the variant again with some of its steps. Each strategy draws as it did. With the first steps, as far as
     * {@linkplain #stages() one strategy} made them, the body is just the one that the next strategy was given; where
     * an earlier step is left out, a later one may find another site, or none.
     *
     * @param steps indices in the chain
     * @return what was made, by all of the steps or some; empty if nothing was, or nothing that is valid
     */
    public Optional<Part> with(Set<Integer> steps) {
        Variant current = Variant.original(original);
        Set<Integer> made = new TreeSet<>();
        for (Application application : applications) {
            Set<String> rules = application.steps().stream()
                    .map(Step::rule)
                    .filter(rule -> steps.contains(application.indexOf(rule)))
                    .collect(Collectors.toSet());
            if (rules.isEmpty()) {
                continue;
            }
            StrategyContext again = context.with(application.random().copy(), rules::contains);
            Variant before = current;
            try {
                current = application.strategy().apply(before, again).orElse(before);
            } catch (RuntimeException | StackOverflowError e) {
                // As in generation: a body that a strategy cannot cope with gives no variant.
                return Optional.empty();
            }
            current.chain().stream()
                    .skip(before.chain().size())
                    .forEach(step -> made.add(application.indexOf(step.rule())));
        }
        boolean isValid = context.workbench()
                .fingerprint(current.body(), current.helpers())
                .isPresent();
        return made.isEmpty() || !isValid ? Optional.empty() : Optional.of(new Part(current, List.copyOf(made)));
    }
}
