package io.github.mewe.variant.synthesis;

import io.github.mewe.common.WorkerPool;
import io.github.mewe.equivalence.Z3Prover;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Searches for replacements of many formulas on all processors. */
final class ReplacementSearch {
    private static final int PROGRESS = 500;

    private final Synthesizer synthesizer = new Synthesizer();
    private final Z3Prover prover = new Z3Prover();

    /**
     * Searches.
     *
     * @return the replacements by formula, for formulas that have any
     */
    Map<Formula, List<Formula>> search(Collection<Formula> formulas) {
        List<Formula> queue = List.copyOf(formulas);
        var found = new ConcurrentHashMap<Formula, List<Formula>>();
        int threads = Runtime.getRuntime().availableProcessors();
        WorkerPool.deep("search", threads).forEach(queue.size(), index -> {
            List<Formula> replacements = synthesizer.replacements(queue.get(index), prover);
            if (!replacements.isEmpty()) {
                found.put(queue.get(index), replacements);
            }
            if (index % PROGRESS == 0) {
                System.out.println(index + " of " + queue.size() + " slices searched");
            }
        });
        return found;
    }
}
