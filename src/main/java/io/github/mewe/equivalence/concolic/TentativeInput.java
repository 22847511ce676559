package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.TestInput;
import java.util.ArrayList;
import java.util.List;

/** Tentative values for parts of a run's input, under which its symbolic values can be evaluated. */
final class TentativeInput {
    private static final int MOST_WORK_PER_EVALUATION = 100;

    private final List<SymbolicValue> tried = new ArrayList<>();
    private int round = 1;
    private long work;
    private boolean keepsTried;

    /** Roughly how many symbolic values were evaluated or inverted so far. */
    long work() {
        return work;
    }

    void addWork() {
        work++;
    }

    /** Invalidates cached evaluations and returns a number that marks symbolic values from here on. */
    int nextRound() {
        return ++round;
    }

    /** Sets if parts that already have a tentative value keep it. */
    void keepTried(boolean keeps) {
        keepsTried = keeps;
    }

    /**
     * Evaluates a symbolic value.
     *
     * @throws Arithmetic.Trap if an operation in it traps
     */
    long evaluate(SymbolicValue symbol) {
        work += Math.min(symbol.size, MOST_WORK_PER_EVALUATION);
        return symbol.evaluate(round);
    }

    /** Gives a part of the input a tentative value; returns false if it cannot have this value. */
    boolean attempt(SymbolicValue leaf, long target) {
        if (leaf.leaf.masked(target) != target) {
            return false;
        }
        if (keepsTried && leaf.isTried()) {
            return leaf.tried() == target;
        }
        if (!leaf.isTried()) {
            tried.add(leaf);
        }
        leaf.attempt(target);
        round++;
        return true;
    }

    /** Undoes an attempt: each part gets its previous tentative value back. */
    void revert(SymbolicValue leaf, long before) {
        leaf.attempt(before);
        round++;
    }

    /** Discards all tentative values. */
    void restore() {
        tried.forEach(SymbolicValue::restore);
        tried.clear();
        round++;
    }

    /** A bit set of the parts that have tentative values, as {@link SymbolicValue#leaves} counts them. */
    long changed() {
        long changed = 0;
        for (SymbolicValue leaf : tried) {
            changed |= leaf.leaves;
        }
        return changed;
    }

    /** Applies the tentative values to an input. */
    TestInput applyTo(TestInput input) {
        long[] arguments = input.arguments().clone();
        long[] globals = input.globals().clone();
        var pokes = new ArrayList<>(input.pokes());
        var answers = new ArrayList<>(input.answers());
        var effects = new ArrayList<>(input.effects());
        for (SymbolicValue term : tried) {
            SymbolicValue.Leaf leaf = term.leaf;
            long bits = term.tried();
            switch (leaf.kind()) {
                case ARGUMENT -> arguments[leaf.place()] = bits;
                case GLOBAL -> globals[leaf.place()] = bits;
                case MEMORY -> pokes.add(new TestInput.Poke(leaf.place(), bits, leaf.bytes()));
                case ANSWER -> {
                    answers.removeIf(answer -> answer.call() == leaf.place());
                    answers.add(new TestInput.Answer(leaf.place(), bits));
                }
                case EFFECT ->
                    effects.add(
                            new TestInput.Effect(leaf.call(), new TestInput.Poke(leaf.place(), bits, leaf.bytes())));
            }
        }
        return new TestInput(arguments, globals, pokes, input.stubs(), answers, effects);
    }
}
