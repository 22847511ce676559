package io.github.mewe.equivalence.validation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** Answers to small questions, which the same rules raise in many variants. May be used by several threads. */
final class SolverCache {
    private static final int MOST = 100_000;

    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    /**
     * The answer to a question.
     *
     * @param question its text, which says all that the answer depends on
     * @param ask finds the answer where it is not known
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
