package io.github.mewe.equivalence.validation;

import com.microsoft.z3.BitVecNum;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import io.github.mewe.common.SplitMix64;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;

/**
 * The values of terms for some sample inputs: numbers as they are, truth values as 0 or 1, memories and worlds as
 * hashes of their contents. Terms that differ on a sample are not equal; terms that agree on all of them may be.
 * Samples prove nothing: an unlucky one costs time or a proof, never soundness.
 */
final class TermSamples {
    static final int CASES = 32;
    private static final int SMALL = 16;

    private final Map<Expr<?>, long[]> values = new HashMap<>();
    private final long[] likely;

    /**
     * Prepares samples.
     *
     * @param likely numbers that bodies compare with
     */
    TermSamples(List<Long> likely) {
        this.likely = likely.stream().mapToLong(Long::longValue).toArray();
    }

    boolean has(Expr<?> term) {
        return values.containsKey(term);
    }

    long[] of(Expr<?> term) {
        long[] known = values.get(term);
        if (known != null) {
            return known;
        }
        var all = new long[CASES];
        if (term instanceof BitVecNum number) {
            Arrays.fill(all, number.getBigInteger().longValue());
        } else if (term instanceof BoolExpr truth && truth.isTrue()) {
            Arrays.fill(all, 1);
        } else if (!(term instanceof BoolExpr truth && truth.isFalse())) {
            throw new IllegalStateException("a term without samples: " + term);
        }
        values.put(term, all);
        return all;
    }

    void put(Expr<?> term, IntToLongFunction value) {
        if (!values.containsKey(term)) {
            var all = new long[CASES];
            Arrays.setAll(all, value);
            values.put(term, all);
        }
    }

    /** A value for an unconstrained term; every third is small, or close to a number that bodies compare with. */
    long any(long hash, int bits) {
        long mixed = SplitMix64.next(hash);
        long choice = SplitMix64.next(mixed);
        long value = mixed;
        if (Math.floorMod(choice, 3) == 0) {
            value = likely.length > 0 && (choice & 64) != 0
                    ? likely[(int) Math.floorMod(mixed, (long) likely.length)] + (choice >> 8) % 2
                    : Math.floorMod(mixed, SMALL);
        }
        return cut(value, bits);
    }

    static long cut(long value, int bits) {
        return bits >= Long.SIZE ? value : value & ((1L << bits) - 1);
    }

    static long mix(long one, long other) {
        return SplitMix64.next(SplitMix64.next(one) ^ other);
    }
}
