package io.github.mewe.equivalence.isolation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Selects the runs of an original whose inputs its variants are executed on. */
final class ReferenceSelection {
    /** The number of runs that should reach each mark. */
    static final int RUNS_PER_MARK = 8;

    /** The work of all runs of a variant together. */
    private static final long WORK_PER_VARIANT = 400_000;

    /** The work of runs on solved inputs that reach no new mark. */
    private static final long SOLVED_WORK = 4_000_000;

    private static final int MOST_MULTIPLE = 10;

    private final int inputs;
    private final int instructions;

    /**
     * Selects for one original.
     *
     * @param inputs the requested number of inputs
     * @param instructions the number of instructions of the original
     */
    ReferenceSelection(int inputs, int instructions) {
        this.inputs = inputs;
        this.instructions = instructions;
    }

    /** The number of inputs per variant: more than requested where runs are short. */
    int affordable(List<ReferenceRun> complete) {
        long all = 0;
        for (ReferenceRun run : complete) {
            all += run.work(instructions);
        }
        long runs = WORK_PER_VARIANT / Math.max(1, all / Math.max(1, complete.size()));
        return (int) Math.max(inputs * 3L / 2, Math.min(MOST_MULTIPLE * (long) inputs, runs));
    }

    /**
     * Selects solved runs first, then runs that set a mark which few selected runs set, then one run per path through
     * the original before any path gets a second.
     */
    List<ReferenceRun> select(List<ReferenceRun> complete) {
        int affordable = affordable(complete);
        var selected = new LinkedHashSet<ReferenceRun>();
        var runsByMark = new HashMap<Integer, Integer>();
        long work = 0;
        for (int i = complete.size() - 1; i >= 0; i--) {
            ReferenceRun run = complete.get(i);
            boolean isNew = run.marks().stream().anyMatch(mark -> !runsByMark.containsKey(mark));
            if (run.isSolved() && (isNew || work < SOLVED_WORK)) {
                work += run.work(instructions);
                add(run, selected, runsByMark);
            }
        }
        int solved = selected.size();
        int most = solved + Math.max(affordable, inputs * 2);
        for (int i = complete.size() - 1; i >= 0 && selected.size() < most; i--) {
            ReferenceRun run = complete.get(i);
            if (run.marks().stream().anyMatch(mark -> runsByMark.getOrDefault(mark, 0) < RUNS_PER_MARK)) {
                add(run, selected, runsByMark);
            }
        }
        addByPath(complete, selected, Math.min(solved + affordable, complete.size()));
        return List.copyOf(selected);
    }

    private static void add(ReferenceRun run, Set<ReferenceRun> selected, Map<Integer, Integer> runsByMark) {
        selected.add(run);
        run.marks().stream().forEach(mark -> runsByMark.merge(mark, 1, Integer::sum));
    }

    private static void addByPath(List<ReferenceRun> complete, Set<ReferenceRun> selected, int least) {
        Map<BitSet, List<ReferenceRun>> byPath = new LinkedHashMap<>();
        complete.forEach(run ->
                byPath.computeIfAbsent(run.marks(), path -> new ArrayList<>()).add(run));
        for (int round = 0; selected.size() < least; round++) {
            for (List<ReferenceRun> same : byPath.values()) {
                if (round < same.size() && selected.size() < least) {
                    selected.add(same.get(round));
                }
            }
        }
    }
}
