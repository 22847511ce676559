package io.github.mewe.engine.verification;

import io.github.mewe.variant.VariantHistory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Reduces the chain of a divergent variant to few steps that still make it diverge, by delta debugging (Zeller and
 * Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002).
 *
 * @param <E> the evidence of a divergence
 */
final class StepReduction<E> {
    private static final String OUT_OF_TIME_AMID = Deadline.OVER + " before the steps were minimal";

    static final String OUT_OF_TIME = Deadline.OVER + " before the steps were reduced";

    private final VariantHistory history;
    private final Trial<E> trial;
    private final Deadline deadline;
    private final Set<List<Integer>> tried = new HashSet<>();

    /**
     * Tests variants.
     *
     * @param <E> the evidence of a divergence
     */
    @FunctionalInterface
    interface Trial<E> {
        /** Tests variants and returns the evidence that each diverges; empty for those that do not. */
        List<Optional<E>> of(List<VariantHistory.Part> parts);
    }

    /**
     * A part of a variant that still diverges.
     *
     * @param <E> the evidence of a divergence
     */
    record Culprit<E>(VariantHistory.Part part, E evidence) {}

    /**
     * The result of a reduction.
     *
     * @param reason why there is no culprit, or why it is not minimal
     * @param <E> the evidence of a divergence
     */
    record Finding<E>(Optional<Culprit<E>> culprit, Optional<String> reason) {
        static <E> Finding<E> none(String reason) {
            return new Finding<>(Optional.empty(), Optional.of(reason));
        }
    }

    StepReduction(VariantHistory history, Trial<E> trial, Deadline deadline) {
        this.history = history;
        this.trial = trial;
        this.deadline = deadline;
    }

    Finding<E> smallest() {
        List<Integer> all = IntStream.range(0, history.chain().size()).boxed().toList();
        Optional<Culprit<E>> culprit = differing(List.of(all));
        if (culprit.isEmpty()) {
            return Finding.none(
                    deadline.isOver()
                            ? OUT_OF_TIME
                            : "the regenerated variant behaves like its original: no step is faulty, but linking or writing"
                                    + " the binary is");
        }
        // The intermediate results between strategies can always be regenerated.
        List<List<Integer>> next =
                history.stages().stream().map(count -> all.subList(0, count)).toList();
        int pieces = 1;
        while (true) {
            Optional<Culprit<E>> smaller = differing(next);
            culprit = smaller.isPresent() ? smaller : culprit;
            int count = culprit.get().part().steps().size();
            if (smaller.isEmpty() && deadline.isOver()) {
                return new Finding<>(culprit, Optional.of(OUT_OF_TIME_AMID));
            }
            if (smaller.isEmpty() && pieces == count) {
                return new Finding<>(culprit, Optional.empty());
            }
            pieces = smaller.isPresent() ? Math.min(2, count) : Math.min(count, 2 * pieces);
            next = parts(culprit.get().part().steps(), pieces);
        }
    }

    /** The smallest of some selections of steps that make a divergent variant. */
    private Optional<Culprit<E>> differing(List<List<Integer>> selections) {
        var parts = new ArrayList<VariantHistory.Part>();
        for (List<Integer> selection : selections) {
            if (!selection.isEmpty() && tried.add(List.copyOf(selection))) {
                history.with(new TreeSet<>(selection)).ifPresent(parts::add);
            }
        }
        if (parts.isEmpty() || deadline.isOver()) {
            return Optional.empty();
        }
        List<Optional<E>> seen = trial.of(parts);
        return IntStream.range(0, parts.size())
                .filter(i -> seen.get(i).isPresent())
                .boxed()
                .min(Comparator.comparingInt(i -> parts.get(i).steps().size()))
                .map(i -> new Culprit<>(parts.get(i), seen.get(i).get()));
    }

    /** Pieces of a list of about equal length, and the complement of each. */
    private static List<List<Integer>> parts(List<Integer> steps, int pieces) {
        var parts = new ArrayList<List<Integer>>();
        for (int i = 0; i < pieces; i++) {
            int from = steps.size() * i / pieces;
            int to = steps.size() * (i + 1) / pieces;
            parts.add(steps.subList(from, to));
            var rest = new ArrayList<>(steps.subList(0, from));
            rest.addAll(steps.subList(to, steps.size()));
            parts.add(rest);
        }
        return parts;
    }
}
