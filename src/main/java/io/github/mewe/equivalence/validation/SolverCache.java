package io.github.mewe.equivalence.validation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** Caches answers to small queries, which recur since many variants apply the same rules. Thread-safe. */
final class SolverCache {
    private static final int MOST = 100_000;

    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    /**
     * Answers a query.
     *
     * @param question the text of the query, which determines the answer
     * @param ask computes an answer that is not in the cache
     */
    boolean to(String question, BooleanSupplier ask) {
        Boolean answer = known.get(question);
        if (answer != null) {
            return answer;
        }
        boolean found = ask.getAsBoolean();
        if (known.size() < MOST) {
            known.put(question, found);
        }
        return found;
    }
}
