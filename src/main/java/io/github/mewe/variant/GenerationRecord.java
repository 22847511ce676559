package io.github.mewe.variant;

import io.github.mewe.common.SequenceHash;
import java.util.List;
import java.util.Optional;

/**
 * The attempts that yielded the variants of one function. Repeating them remakes the variants without the work of
 * selecting and checking them.
 *
 * @param attempts one attempt for each variant, in order
 * @param shortage the reason if there are fewer variants than requested; otherwise empty
 * @param isLimited true if the size of the function is why there are fewer
 */
public record GenerationRecord(List<Attempt> attempts, Optional<String> shortage, boolean isLimited) {
    /** Copies the list. */
    public GenerationRecord {
        attempts = List.copyOf(attempts);
    }

    /**
     * A successful attempt.
     *
     * @param number the number of the attempt, from 0
     * @param hash a hash of the variant's steps and size, which reveals an entry that does not fit
     * @param classification how the variant is known to be equivalent to the original
     */
    public record Attempt(int number, long hash, Classification classification) {
        static Attempt of(int number, Variant variant, Classification classification) {
            return new Attempt(number, hash(variant), classification);
        }

        /** Determines if this attempt made a variant. */
        boolean made(Variant variant) {
            return hash == hash(variant);
        }

        private static long hash(Variant variant) {
            long hash = variant.bytes();
            for (Step step : variant.chain()) {
                hash = SequenceHash.extend(hash, SequenceHash.of(step.strategy()));
                hash = SequenceHash.extend(hash, SequenceHash.of(step.rule()));
                for (int site : step.sites()) {
                    hash = SequenceHash.extend(hash, site);
                }
            }
            return hash;
        }
    }
}
