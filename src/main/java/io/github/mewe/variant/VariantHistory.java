package io.github.mewe.variant;

import io.github.mewe.ir.FunctionBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The history of a variant: the input of each strategy and the state of its random source. It can remake the variant
 * with a subset of its steps. It is valid only while the workbench that made the variant is open.
 */
public final class VariantHistory {
    private final FunctionBody original;
    private final StrategyContext context;
    private final List<Application> applications = new ArrayList<>();
    private Variant variant;

    /**
     * One application of a strategy: the state of the random source before it, and the steps that it added to the
     * chain.
     */
    private record Application(VariantStrategy strategy, VariantRandom random, int firstStep, List<Step> steps) {
        /** The index in the chain of the step that applied a rule. */
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
        this.variant = Variant.original(original);
    }

    /**
     * Records the application of a strategy.
     *
     * @param strategy the strategy
     * @param random the random source before the application
     * @param before the variant before the application
     * @param after the variant after the application
     */
    void add(VariantStrategy strategy, VariantRandom random, Variant before, Variant after) {
        variant = after;
        int firstStep = before.chain().size();
        applications.add(new Application(
                strategy,
                random,
                firstStep,
                after.chain().subList(firstStep, after.chain().size())));
    }

    /** The function that the variant was made from. */
    public FunctionBody original() {
        return original;
    }

    /** The variant with its derivation. */
    public Variant variant() {
        return variant;
    }

    /** The chain of the original variant. */
    public List<Step> chain() {
        return applications.stream()
                .flatMap(application -> application.steps().stream())
                .toList();
    }

    /** The lengths of the chain after each strategy except the last. */
    public List<Integer> stages() {
        return applications.stream().skip(1).map(Application::firstStep).toList();
    }

    /**
     * A variant remade with some of the original steps.
     *
     * @param variant the variant
     * @param steps the indices in the original chain of its steps, ascending
     */
    public record Part(Variant variant, List<Integer> steps) {
        /** Copies the list. */
        public Part {
            steps = List.copyOf(steps);
        }
    }

    /**
     * Remakes the variant with some of its steps. Each strategy draws the same random values. If the steps end at a
     * {@linkplain #stages() stage}, the result is exactly the input of the next strategy. If an earlier step is left
     * out, a later one may find another site, or none.
     *
     * @param steps indices in the chain
     * @return the variant with all or some of the steps; empty if none could be applied or the result is invalid
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
                // As in generation, a body that a strategy cannot handle yields no variant.
                return Optional.empty();
            }
            current.chain().stream()
                    .skip(before.chain().size())
                    .forEach(step -> made.add(application.indexOf(step.rule())));
        }
        boolean isValid = context.workbench().isValid(current.body(), current.helpers());
        return made.isEmpty() || !isValid ? Optional.empty() : Optional.of(new Part(current, List.copyOf(made)));
    }
}
