package io.github.mewe.equivalence.isolation;

import io.github.mewe.common.SequenceHash;
import io.github.mewe.equivalence.concolic.ConcolicInterpreter;
import io.github.mewe.equivalence.concolic.InputSolver;
import io.github.mewe.equivalence.concolic.PathExploration;
import io.github.mewe.equivalence.harness.BodyFacts;
import io.github.mewe.equivalence.harness.ConsumedInput;
import io.github.mewe.equivalence.harness.FunctionShape;
import io.github.mewe.equivalence.harness.InitialMemory;
import io.github.mewe.equivalence.harness.InputGenerator;
import io.github.mewe.equivalence.harness.ModulePair;
import io.github.mewe.equivalence.harness.RunOutcome;
import io.github.mewe.equivalence.harness.TestInput;
import io.github.mewe.equivalence.harness.TestInstance;
import io.github.mewe.equivalence.harness.TestModule;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Runs the original of a group on many inputs, keeps those that lead to different places, and runs the variants on
 * them.
 */
final class VariantGroupRunner {
    /** How many inputs are tried for one that is kept, at most. */
    private static final int TRIES = 24;

    /** So many of the inputs should lead along each branch. */
    private static final int OFTEN = 8;

    /** After so many times the inputs that are asked for without anything new, no more are tried. */
    private static final int PATIENCE = 1;

    /** The same for the inputs that are tried after solved ones, if these led to places where none did, or not. */
    private static final int LATER_PATIENCE_AFTER_NEW = 2;

    private static final int LATER_PATIENCE = 1;

    private static final int TOURNAMENT = 6;

    /** So many times the inputs that are asked for are run at most. */
    private static final int MOST_TIMES = 10;

    /** What all runs of a variant may take together, roughly, in instructions. */
    private static final long VARIANT_WORK = 400_000;

    /** What the runs on solved inputs may take together, but for those that lead where no other does. */
    private static final long AIMED_WORK = 4_000_000;

    /** What a run takes, whatever is run, in instructions. */
    private static final int WORK_OF_A_RUN = 100;

    /** Instructions that all inputs of a function may take together, roughly; longer bodies get less fuel. */
    private static final int WORK = 1_000_000;

    /**
     * What the exploration of a body may take, in instructions that are followed: so many, and more for longer ones.
     */
    private static final long EXPLORATION = 400_000;

    private static final int EXPLORATION_OF_AN_INSTRUCTION = 12_000;
    private static final long MOST_EXPLORATION = 100_000_000;

    /** How many instructions a run that is followed may take: so many for each in the body, within bounds. */
    private static final int STEPS_OF_AN_INSTRUCTION = 200;

    private static final int LEAST_STEPS = 60_000;
    private static final int MOST_STEPS = 400_000;

    /** So many inputs an exploration starts from at most, and so many new ones if there are none. */
    private static final int MOST_KNOWN = 32;

    private static final int FIRST_KNOWN = 6;

    private static final int MOST_FUEL = 4_000;
    private static final int MOST_EXPLORING_FUEL = 8_000;
    private static final int MORE_FUEL = 8;
    private static final int FIRST_LOOK = 16;

    /** What one run of a variant may take, roughly, in instructions. */
    private static final long RUN_WORK = 20_000_000;

    private final ModulePair modules;
    private final InitialMemory map;
    private final IsolationSettings settings;
    private final BooleanSupplier outOfTime;
    private final VariantGroup group;
    private final TestInstance instance;
    private final ConcolicInterpreter follower;
    private final List<TestModule.Body> bodies;
    private final FunctionShape shape;
    private final InputGenerator maker;
    private String failure = "";
    private int exhausted;
    private long fuel;

    /**
     * An input with what the original did on it, and whether it was solved for, so that variants are run on it first.
     */
    private record Reference(TestInput input, ConsumedInput seen, RunOutcome outcome, BitSet marks, boolean isAimed) {}

    VariantGroupRunner(
            ModulePair modules,
            InitialMemory map,
            IsolationSettings settings,
            BooleanSupplier outOfTime,
            VariantGroup group,
            TestInstance instance,
            ConcolicInterpreter follower,
            List<TestModule.Body> bodies) {
        this.modules = modules;
        this.map = map;
        this.settings = settings;
        this.outOfTime = outOfTime;
        this.group = group;
        this.instance = instance;
        this.follower = follower;
        this.bodies = bodies;
        int function = group.function().index();
        this.shape = modules.input().shape(function);
        this.maker = new InputGenerator(
                map, shape, BodyFacts.of(modules.input(), modules.input().body(function)));
    }

    List<IsolatedVariant> run() {
        List<Reference> references = chosen(tried());
        var results = new ArrayList<IsolatedVariant>();
        for (int i = 0; i < group.variants().size(); i++) {
            results.add(compare(group.variants().get(i), bodies.get(i + 1), references));
        }
        return results;
    }

    private RunOutcome run(TestModule.Body body, TestInput input, long fuel) {
        return instance.run(body, shape, input, maker.values(), (int) fuel, false);
    }

    /** Runs the original on new inputs, on changed ones of those that led where few did, and on solved ones. */
    private List<Reference> tried() {
        TestInstance.Marks marks = instance.marks(bodies.get(0));
        marks.clear();
        var random = new SplittableRandom(
                SequenceHash.extend(settings.seed(), group.function().index()));
        fuel = Math.min(MOST_FUEL, Math.max(settings.fuel(), WORK / (marks.instructions() + 1)));
        var complete = new ArrayList<Reference>();
        search(complete, marks, random, TRIES * settings.inputs(), PATIENCE * settings.inputs());
        int before = marks.reached();
        explore(complete, marks, random);
        int more = marks.reached() > before ? LATER_PATIENCE_AFTER_NEW : LATER_PATIENCE;
        search(complete, marks, random, TRIES * settings.inputs() / 2, more * settings.inputs());
        return complete;
    }

    /** Runs the original on new inputs and changed ones until there are enough. */
    private void search(
            List<Reference> complete, TestInstance.Marks marks, SplittableRandom random, int tries, int patience) {
        int wanted = settings.inputs();
        int sinceNew = 0;
        for (int i = 0; i < tries; i++) {
            boolean isEnough = complete.size() >= wanted * 2
                    && complete.size() >= affordable(complete, marks.instructions())
                    && (marks.areSetBy(OFTEN) || sinceNew > patience);
            if (isEnough || outOfTime.getAsBoolean()) {
                break;
            }
            if (i == FIRST_LOOK && complete.size() + exhausted == FIRST_LOOK && exhausted > FIRST_LOOK / 2) {
                fuel *= MORE_FUEL;
            }
            boolean isFresh = complete.isEmpty() || complete.size() < wanted / 2 || random.nextInt(4) == 0;
            TestInput input = isFresh ? maker.fresh(random) : changed(rare(complete, marks, random), random);
            RunOutcome outcome = run(bodies.get(0), input, fuel);
            if (outcome.isComplete()) {
                BitSet set = marks.take();
                complete.add(new Reference(input, instance.seen(), outcome, set, false));
                sinceNew = set.isEmpty() || marks.runs(marks.rarest(set)) > OFTEN ? sinceNew + 1 : 0;
            } else if (outcome.end() == RunOutcome.End.EXHAUSTED) {
                marks.clear();
                exhausted++;
            } else {
                marks.clear();
                failure = outcome.trap();
            }
        }
    }

    /** Adds inputs that lead where none did, or that put values to the test at which mistakes show. */
    private void explore(List<Reference> complete, TestInstance.Marks marks, SplittableRandom random) {
        if (outOfTime.getAsBoolean()) {
            return;
        }
        TestModule.Body original = bodies.get(0);
        var known = new ArrayList<TestInput>();
        var covered = new BitSet();
        for (Reference reference : complete) {
            var more = (BitSet) reference.marks().clone();
            more.andNot(covered);
            if (!more.isEmpty() && known.size() < MOST_KNOWN) {
                covered.or(more);
                known.add(reference.input());
            }
        }
        for (int i = 0; i < FIRST_KNOWN && complete.isEmpty(); i++) {
            known.add(maker.fresh(random));
        }
        int mostSteps = Math.max(LEAST_STEPS, Math.min(MOST_STEPS, STEPS_OF_AN_INSTRUCTION * marks.instructions()));
        long work =
                Math.min(MOST_EXPLORATION, EXPLORATION + (long) EXPLORATION_OF_AN_INSTRUCTION * marks.instructions());
        var exploration = new PathExploration(
                follower,
                original,
                maker.values(),
                new InputSolver(maker.values(), random),
                new ConcolicInterpreter.Limits((int) exploringFuel(), mostSteps),
                work);
        List<TestInput> found = exploration.explore(known);
        for (TestInput input : exploration.varied()) {
            keep(input, marks, complete);
        }
        for (TestInput input : found) {
            keep(input, marks, complete);
        }
    }

    /** Longer runs are worth their time where they may lead somewhere. */
    private long exploringFuel() {
        return Math.min(MOST_EXPLORING_FUEL, fuel * MORE_FUEL);
    }

    private void keep(TestInput input, TestInstance.Marks marks, List<Reference> complete) {
        RunOutcome outcome = run(bodies.get(0), input, exploringFuel());
        if (outcome.isComplete()) {
            complete.add(new Reference(input, instance.seen(), outcome, marks.take(), true));
        } else {
            marks.clear();
        }
    }

    /** How many inputs each variant is run on: more than asked for where runs are short. */
    private int affordable(List<Reference> complete, int instructions) {
        long all = 0;
        for (Reference reference : complete) {
            all += work(reference, instructions);
        }
        long runs = VARIANT_WORK / Math.max(1, all / Math.max(1, complete.size()));
        return (int) Math.max(settings.inputs() * 3L / 2, Math.min(MOST_TIMES * (long) settings.inputs(), runs));
    }

    /** What a run takes, roughly, in instructions. */
    private static long work(Reference reference, int instructions) {
        return (reference.outcome().spent() + reference.outcome().calls() + 1L) * (instructions + WORK_OF_A_RUN);
    }

    private TestInput changed(Reference reference, SplittableRandom random) {
        return maker.changed(reference.input(), reference.seen(), random);
    }

    /** Of some inputs, the one that set the rarest mark. */
    private static Reference rare(List<Reference> complete, TestInstance.Marks marks, SplittableRandom random) {
        Reference best = complete.get(random.nextInt(complete.size()));
        for (int i = 0; i < TOURNAMENT; i++) {
            Reference other = complete.get(random.nextInt(complete.size()));
            if (rareness(other, marks) < rareness(best, marks)) {
                best = other;
            }
        }
        return best;
    }

    private static int rareness(Reference reference, TestInstance.Marks marks) {
        int rarest = marks.rarest(reference.marks());
        return rarest < 0 ? Integer.MAX_VALUE : marks.runs(rarest);
    }

    /**
     * First those that set a mark that few of the chosen did, and then one for each way through the original before any
     * way gets two.
     */
    private List<Reference> chosen(List<Reference> complete) {
        int instructions = instance.marks(bodies.get(0)).instructions();
        int affordable = affordable(complete, instructions);
        var chosen = new LinkedHashSet<Reference>();
        var runs = new HashMap<Integer, Integer>();
        long work = 0;
        for (int i = complete.size() - 1; i >= 0; i--) {
            Reference reference = complete.get(i);
            boolean isNew = reference.marks().stream().anyMatch(mark -> !runs.containsKey(mark));
            if (reference.isAimed() && (isNew || work < AIMED_WORK)) {
                work += work(reference, instructions);
                chosen.add(reference);
                reference.marks().stream().forEach(mark -> runs.merge(mark, 1, Integer::sum));
            }
        }
        int aimed = chosen.size();
        int most = aimed + Math.max(affordable, settings.inputs() * 2);
        for (int i = complete.size() - 1; i >= 0 && chosen.size() < most; i--) {
            Reference reference = complete.get(i);
            if (reference.marks().stream().anyMatch(mark -> runs.getOrDefault(mark, 0) < OFTEN)) {
                chosen.add(reference);
                reference.marks().stream().forEach(mark -> runs.merge(mark, 1, Integer::sum));
            }
        }
        Map<BitSet, List<Reference>> byPath = new LinkedHashMap<>();
        complete.forEach(reference -> byPath.computeIfAbsent(reference.marks(), path -> new ArrayList<>())
                .add(reference));
        int least = Math.min(aimed + affordable, complete.size());
        for (int round = 0; chosen.size() < least; round++) {
            for (List<Reference> same : byPath.values()) {
                if (round < same.size() && chosen.size() < least) {
                    chosen.add(same.get(round));
                }
            }
        }
        return List.copyOf(chosen);
    }

    private IsolatedVariant compare(Manifest.Variant variant, TestModule.Body body, List<Reference> references) {
        TestInstance.Marks marks = instance.marks(body);
        marks.clear();
        int executed = 0;
        Set<String> doubts = new HashSet<>();
        for (Reference reference : references) {
            if (outOfTime.getAsBoolean()) {
                doubts.add("the time for verification was over before it was run on all inputs");
                break;
            }
            long bound =
                    (reference.outcome().spent() + reference.outcome().calls() + 1L) * (marks.instructions() + 16L);
            long least = 4L * reference.outcome().spent() + settings.fuel();
            long fuel = Math.min(bound, Math.max(least, RUN_WORK / (marks.instructions() + 1)));
            RunOutcome outcome = run(body, reference.input(), fuel);
            marks.take();
            if (outcome.isComplete() && outcome.isSameAs(reference.outcome())) {
                executed++;
                continue;
            }
            boolean neverEnds = outcome.end() == RunOutcome.End.EXHAUSTED
                    && (outcome.spent() > fuel && fuel == bound
                            || outcome.calls() > reference.outcome().calls());
            if (!outcome.isComplete() && !neverEnds) {
                if (outcome.end() == RunOutcome.End.FAILED) {
                    doubts.add("the engine failed: " + outcome.trap());
                }
                continue;
            }
            var difference = new DivergenceCase(modules, map, group, variant, shape, maker.values(), fuel);
            Optional<IsolatedDivergence> found = difference.confirmed(instance, bodies.get(0), body, reference.input());
            if (found.isPresent()) {
                return result(variant, IsolatedVariant.DIVERGENT, executed, marks, null, found);
            }
            doubts.add("on some inputs the engine does not give the same result twice, or its interpreter another one");
        }
        if (executed == 0) {
            return result(variant, IsolatedVariant.NOT_EXECUTED, 0, marks, nothingRan(doubts), Optional.empty());
        }
        return result(
                variant, IsolatedVariant.EXECUTED, executed, marks, rest(executed, marks, doubts), Optional.empty());
    }

    private String nothingRan(Set<String> doubts) {
        if (!doubts.isEmpty()) {
            return String.join("; ", doubts);
        }
        if (!failure.isEmpty()) {
            return "the engine failed on the original: " + failure;
        }
        return outOfTime.getAsBoolean()
                ? "the time for verification was over before it was its turn"
                : "no input was found on which it comes to an end: its loops went on for all fuel that runs are given";
    }

    private String rest(int executed, TestInstance.Marks marks, Set<String> doubts) {
        var reasons = new ArrayList<String>(doubts);
        if (executed < settings.inputs()) {
            reasons.add("fewer inputs were found on which it comes to an end within the fuel that runs are given");
        }
        if (!marks.areComplete()) {
            reasons.add(
                    "no input led to the other instructions, some of which may be behind conditions that never hold");
        }
        return reasons.isEmpty() ? null : String.join("; ", reasons);
    }

    private IsolatedVariant result(
            Manifest.Variant variant,
            String status,
            int executed,
            TestInstance.Marks marks,
            String reason,
            Optional<IsolatedDivergence> divergence) {
        boolean wasRun = !status.equals(IsolatedVariant.NOT_EXECUTED);
        Double share = wasRun && marks.instructions() > 0 ? (double) marks.reached() / marks.instructions() : null;
        var verdict = new Verification.Variant(variant.index(), variant.name(), status, executed, share, reason);
        return new IsolatedVariant(
                group.function(),
                variant,
                verdict,
                wasRun ? marks.instructions() : 0,
                wasRun ? marks.reached() : 0,
                divergence);
    }
}
