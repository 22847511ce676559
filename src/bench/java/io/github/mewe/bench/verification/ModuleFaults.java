package io.github.mewe.bench.verification;

import java.util.List;
import java.util.Map;

/**
 * The faults seeded into one module.
 *
 * @param seeds the seeds of their choice
 * @param fates numbers of faults by their fates: {@code caught}, {@code rejected}, {@code accepted}, {@code missed},
 *     {@code not reached}, {@code proved equivalent}, {@code undecided}
 * @param kinds the kinds of the faults
 * @param notCaught the faults that were not caught, as a list in Markdown
 */
public record ModuleFaults(
        String module, List<Long> seeds, Map<String, Integer> fates, List<String> kinds, String notCaught) {
    int count(String fate) {
        return fates.getOrDefault(fate, 0);
    }

    int seeded() {
        return fates.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The faults that change behaviour, or may: all but those that are proved equivalent or undecided. */
    int effective() {
        return seeded() - count("proved equivalent") - count("undecided");
    }

    int noticed() {
        return count("caught") + count("rejected");
    }
}
