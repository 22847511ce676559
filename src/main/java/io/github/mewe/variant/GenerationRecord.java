package io.github.mewe.variant;

import io.github.mewe.common.SequenceHash;
import io.github.mewe.variant.FunctionVariants.Sized;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The variants of one function, and the attempts that yielded them. Repeating the attempts remakes variants that have
 * no compact form, without the work of selecting and checking them.
 *
 * @param variants the {@linkplain VariantEncoding encoded} variants; empty if they are not encoded
 * @param attempts one attempt for each variant, in order
 * @param shortage the reason if there are fewer variants than requested; otherwise empty
 * @param isLimited true if the size of the function is why there are fewer
 */
public record GenerationRecord(byte[] variants, List<Attempt> attempts, Optional<String> shortage, boolean isLimited) {
    /** Copies the list. */
    public GenerationRecord {
        attempts = List.copyOf(attempts);
    }

    /** The same record with encoded variants, if they have a compact form. */
    GenerationRecord with(VariantEncoding encoding, List<Sized> made) {
        return encoding.encode(made)
                .map(encoded -> new GenerationRecord(encoded, attempts, shortage, isLimited))
                .orElse(this);
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof GenerationRecord other
                && Arrays.equals(variants, other.variants)
                && attempts.equals(other.attempts)
                && shortage.equals(other.shortage)
                && isLimited == other.isLimited;
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(variants), attempts, shortage, isLimited);
    }

    /**
     * A successful attempt.
     *
     * @param number the number of the attempt, from 0
     * @param hash a hash of the variant's steps and size, which reveals an entry that does not fit
     * @param classification how the variant is known to be equivalent to the original
     */
    public record Attempt(int number, long hash, Classification classification) {
        static Attempt of(int number, Variant variant, int bytes, Classification classification) {
            return new Attempt(number, hash(variant, bytes), classification);
        }

        /** Determines if this attempt made a variant. */
        boolean made(Variant variant, int bytes) {
            return hash == hash(variant, bytes);
        }

        private static long hash(Variant variant, int bytes) {
            long hash = bytes;
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
