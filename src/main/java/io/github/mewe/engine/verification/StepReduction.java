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
 * Finds few steps of a variant's chain that suffice to make a variant that does something else than its original, by
 * leaving out ever more (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002).
 *
 * @param <E> what shows that a variant does something else
 */
final class StepReduction<E> {
    private static final String OUT_OF_TIME_AMID =
            "the time for verification was over before it was tried to leave out each of them";

    /** Why nothing was tried, or not enough. */
    static final String OUT_OF_TIME = "the time for verification was over before steps were left out";

    private final VariantHistory history;
    private final Trial<E> trial;
    private final Deadline deadline;
    private final Set<List<Integer>> tried = new HashSet<>();

    /**
     * Tells what variants do.
     *
     * @param <E> what shows that a variant does something else
     */
    @FunctionalInterface
    interface Trial<E> {
        /**
         * Tries variants.
         *
         * @param parts the variants
         * @return for each of them, what shows that it does something else than the original; empty where nothing does
         */
        List<Optional<E>> of(List<VariantHistory.Part> parts);
    }

    /**
     * A part of a variant that still does something else than the original.
     *
     * @param part the part
     * @param evidence what shows it
     * @param <E> what shows that a variant does something else
     */
    record Culprit<E>(VariantHistory.Part part, E evidence) {}

    /**
     * What is known of the culprit.
     *
     * @param culprit the culprit, if there is one
     * @param reason why there is none, or what limits it
     * @param <E> what shows that a variant does something else
     */
    record Finding<E>(Optional<Culprit<E>> culprit, Optional<String> reason) {
        static <E> Finding<E> none(String reason) {
            return new Finding<>(Optional.empty(), Optional.of(reason));
        }
    }

    /**
     * A reduction.
     *
     * @param history how the variant was made
     * @param trial tells whether parts of it still do something else
     * @param deadline when to stop
     */
    StepReduction(VariantHistory history, Trial<E> trial, Deadline deadline) {
        this.history = history;
        this.trial = trial;
        this.deadline = deadline;
    }

    /** Reduces. */
    Finding<E> smallest() {
        List<Integer> all = IntStream.range(0, history.chain().size()).boxed().toList();
        Optional<Culprit<E>> culprit = differing(List.of(all));
        if (culprit.isEmpty()) {
            return Finding.none(
                    deadline.isOver()
                            ? OUT_OF_TIME
                            : "made again, the variant does what its original does: the fault is none of a step,"
                                    + " but of how variants are linked or written");
        }
        // What one strategy handed to the next is made again for sure.
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

    /** Of some selections of steps, the smallest with which a variant can be made that differs. */
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

    /** Pieces of a list that are about as long as each other, and all of it without each of them. */
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
