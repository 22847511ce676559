package io.github.mewe.variant.synthesis;

import io.github.mewe.equivalence.Z3Prover;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Searches for replacements of many formulas, on all processors. */
final class ReplacementSearch {
    private static final int PROGRESS = 500;

    private final Synthesizer synthesizer = new Synthesizer();
    private final Z3Prover prover = new Z3Prover();

    /**
     * Searches.
     *
     * @return the replacements of each formula that has some
     */
    Map<Formula, List<Formula>> search(Collection<Formula> formulas) throws InterruptedException {
        List<Formula> queue = List.copyOf(formulas);
        var found = new ConcurrentHashMap<Formula, List<Formula>>();
        var next = new AtomicInteger();
        var workers = new ArrayList<Thread>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            var worker = new Thread(() -> {
                for (int index = next.getAndIncrement(); index < queue.size(); index = next.getAndIncrement()) {
                    List<Formula> replacements = synthesizer.replacements(queue.get(index), prover);
                    if (!replacements.isEmpty()) {
                        found.put(queue.get(index), replacements);
                    }
                    if (index % PROGRESS == 0) {
                        System.out.println(index + " of " + queue.size() + " slices searched");
                    }
                }
            });
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return found;
    }
}
