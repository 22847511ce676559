package io.github.mewe.equivalence.isolation;

import io.github.mewe.common.SequenceHash;
import io.github.mewe.equivalence.concolic.ConcolicInterpreter;
import io.github.mewe.equivalence.concolic.InputSolver;
import io.github.mewe.equivalence.concolic.PathExploration;
import io.github.mewe.equivalence.harness.InputGenerator;
import io.github.mewe.equivalence.harness.RunOutcome;
import io.github.mewe.equivalence.harness.TestInput;
import io.github.mewe.equivalence.harness.TestInstance;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/** Searches inputs for an original: random ones, mutations of those that reach rare places, and solved ones. */
final class InputSearch {
    /** The number of tries per requested input. */
    private static final int TRIES = 24;

    /** The search ends after this many times the requested inputs in a row that reach nothing new. */
    private static final int PATIENCE = 1;

    /** The same for the search after the exploration, if that reached new places. */
    private static final int LATER_PATIENCE_AFTER_NEW = 2;

    private static final int LATER_PATIENCE = 1;
    private static final int TOURNAMENT = 6;

    /** The work of all inputs of a function; bodies with more instructions get less fuel. */
    private static final int WORK = 1_000_000;

    /** The work of an exploration, in interpreted instructions: a base and an amount per instruction of the body. */
    private static final long EXPLORATION_WORK = 400_000;

    private static final int EXPLORATION_WORK_PER_INSTRUCTION = 12_000;
    private static final long MOST_EXPLORATION_WORK = 100_000_000;

    /** The number of instructions that an interpreted run may take, per instruction of the body and within bounds. */
    private static final int STEPS_PER_INSTRUCTION = 200;

    private static final int LEAST_STEPS = 60_000;
    private static final int MOST_STEPS = 400_000;

    /** The number of inputs that an exploration starts from; if none is complete, it starts from a few random ones. */
    private static final int MOST_KNOWN = 32;

    private static final int RANDOM_KNOWN = 6;
    private static final int MOST_FUEL = 4_000;
    private static final int MOST_EXPLORING_FUEL = 8_000;
    private static final int MORE_FUEL = 8;
    private static final int FIRST_LOOK = 16;

    private final IsolationContext context;
    private final PreparedGroup prepared;
    private final OriginalRunner original;
    private final InputGenerator generator;
    private final TestInstance.Marks marks;
    private final ReferenceSelection selection;
    private final SplittableRandom random;
    private final List<ReferenceRun> complete = new ArrayList<>();
    private String failure = "";
    private int exhausted;
    private long fuel;

    /** Runs a body of the group on an input. */
    @FunctionalInterface
    interface OriginalRunner {
        RunOutcome run(TestInput input, long fuel);
    }

    InputSearch(
            IsolationContext context,
            PreparedGroup prepared,
            OriginalRunner original,
            InputGenerator generator,
            ReferenceSelection selection) {
        this.context = context;
        this.prepared = prepared;
        this.original = original;
        this.generator = generator;
        this.selection = selection;
        this.marks = prepared.instance().marks(prepared.original());
        this.random = new SplittableRandom(SequenceHash.extend(
                context.settings().seed(), prepared.group().function().index()));
    }

    /** How the engine failed on the original; empty if it did not. */
    String failure() {
        return failure;
    }

    /** Returns all complete runs of the original. */
    List<ReferenceRun> run() {
        int inputs = context.settings().inputs();
        marks.clear();
        fuel = Math.min(MOST_FUEL, Math.max(context.settings().fuel(), WORK / (marks.instructions() + 1)));
        search(TRIES * inputs, PATIENCE * inputs);
        int before = marks.reached();
        explore();
        int more = marks.reached() > before ? LATER_PATIENCE_AFTER_NEW : LATER_PATIENCE;
        search(TRIES * inputs / 2, more * inputs);
        return complete;
    }

    /** Runs the original on random and mutated inputs until there are enough. */
    private void search(int tries, int patience) {
        int wanted = context.settings().inputs();
        int sinceNew = 0;
        for (int i = 0; i < tries; i++) {
            boolean isEnough = complete.size() >= wanted * 2
                    && complete.size() >= selection.affordable(complete)
                    && (marks.areSetBy(ReferenceSelection.RUNS_PER_MARK) || sinceNew > patience);
            if (isEnough || context.isOutOfTime()) {
                break;
            }
            if (i == FIRST_LOOK && complete.size() + exhausted == FIRST_LOOK && exhausted > FIRST_LOOK / 2) {
                fuel *= MORE_FUEL;
            }
            boolean isFresh = complete.isEmpty() || complete.size() < wanted / 2 || random.nextInt(4) == 0;
            TestInput input = isFresh ? generator.fresh(random) : mutated(rare());
            RunOutcome outcome = original.run(input, fuel);
            if (outcome.isComplete()) {
                BitSet set = marks.take();
                complete.add(new ReferenceRun(input, prepared.instance().seen(), outcome, set, false));
                boolean isCommon = set.isEmpty() || marks.runs(marks.rarest(set)) > ReferenceSelection.RUNS_PER_MARK;
                sinceNew = isCommon ? sinceNew + 1 : 0;
            } else if (outcome.end() == RunOutcome.End.EXHAUSTED) {
                marks.clear();
                exhausted++;
            } else {
                marks.clear();
                failure = context.isOutOfTime() ? failure : outcome.trap();
            }
        }
    }

    /** Adds inputs that reach places which none did, or that hit corner cases of operations. */
    private void explore() {
        if (context.isOutOfTime()) {
            return;
        }
        List<TestInput> known = known();
        int steps = Math.max(LEAST_STEPS, Math.min(MOST_STEPS, STEPS_PER_INSTRUCTION * marks.instructions()));
        long work = Math.min(
                MOST_EXPLORATION_WORK,
                EXPLORATION_WORK + (long) EXPLORATION_WORK_PER_INSTRUCTION * marks.instructions());
        var exploration = new PathExploration(
                prepared.interpreter(),
                prepared.original(),
                generator.values(),
                new InputSolver(generator.values(), random),
                new ConcolicInterpreter.Limits((int) exploringFuel(), steps),
                work);
        List<TestInput> found = exploration.explore(known);
        for (TestInput input : exploration.varied()) {
            keep(input);
        }
        for (TestInput input : found) {
            keep(input);
        }
    }

    /** One input per set of marks that no input before it covers. */
    private List<TestInput> known() {
        var known = new ArrayList<TestInput>();
        var covered = new BitSet();
        for (ReferenceRun run : complete) {
            var more = (BitSet) run.marks().clone();
            more.andNot(covered);
            if (!more.isEmpty() && known.size() < MOST_KNOWN) {
                covered.or(more);
                known.add(run.input());
            }
        }
        for (int i = 0; i < RANDOM_KNOWN && complete.isEmpty(); i++) {
            known.add(generator.fresh(random));
        }
        return known;
    }

    /** Solved inputs are worth longer runs. */
    private long exploringFuel() {
        return Math.min(MOST_EXPLORING_FUEL, fuel * MORE_FUEL);
    }

    private void keep(TestInput input) {
        if (context.isOutOfTime()) {
            return;
        }
        RunOutcome outcome = original.run(input, exploringFuel());
        if (outcome.isComplete()) {
            complete.add(new ReferenceRun(input, prepared.instance().seen(), outcome, marks.take(), true));
        } else {
            marks.clear();
        }
    }

    private TestInput mutated(ReferenceRun run) {
        return generator.changed(run.input(), run.consumed(), random);
    }

    /** Of some random runs, the one that set the rarest mark. */
    private ReferenceRun rare() {
        ReferenceRun best = complete.get(random.nextInt(complete.size()));
        for (int i = 0; i < TOURNAMENT; i++) {
            ReferenceRun other = complete.get(random.nextInt(complete.size()));
            if (rareness(other) < rareness(best)) {
                best = other;
            }
        }
        return best;
    }

    private int rareness(ReferenceRun run) {
        int rarest = marks.rarest(run.marks());
        return rarest < 0 ? Integer.MAX_VALUE : marks.runs(rarest);
    }
}
