package io.github.mewe.equivalence.validation;

import com.microsoft.z3.ArrayExpr;
import com.microsoft.z3.ArraySort;
import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BitVecSort;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the terms of memories. A memory is an array from 32-bit addresses to bytes. Stores at constant distances from
 * one base address are kept sorted, since they do not overlap.
 */
final class MemoryTerms {
    private static final int BYTE = 8;
    private static final int MOST_WALK = 4_000;

    private final TermBuilder terms;
    private final TermSamples samples;
    private final Map<Expr<?>, Stored> stores = new HashMap<>();
    private final Map<Place, BitVecExpr> bytes = new HashMap<>();

    private record Stored(Expr<?> memory, TermBuilder.Sum place, BitVecExpr value) {}

    private record Place(Expr<?> memory, BitVecExpr address) {}

    MemoryTerms(TermBuilder terms, TermSamples samples) {
        this.terms = terms;
        this.samples = samples;
    }

    /** The choice between two memories that end with a store at the same address; empty for other terms. */
    Optional<Expr<?>> mergedStores(BoolExpr condition, Expr<?> ifTrue, Expr<?> ifFalse) {
        Stored one = stores.get(ifTrue);
        Stored other = stores.get(ifFalse);
        if (one == null || other == null || !one.place().equals(other.place())) {
            return Optional.empty();
        }
        return Optional.of(store(
                terms.choice(condition, one.memory(), other.memory()),
                one.place(),
                terms.choose(condition, one.value(), other.value())));
    }

    /** Bytes of a memory as a little-endian number. */
    BitVecExpr read(Expr<?> memory, BitVecExpr address, int bytes) {
        BitVecExpr value = readByte(memory, address);
        for (int i = 1; i < bytes; i++) {
            value = terms.concat(readByte(memory, terms.sum(address, i)), value);
        }
        return value;
    }

    private BitVecExpr readByte(Expr<?> memory, BitVecExpr address) {
        var place = new Place(memory, address);
        BitVecExpr known = bytes.get(place);
        if (known == null) {
            known = findByte(memory, address);
            bytes.put(place, known);
        }
        return known;
    }

    @SuppressWarnings("unchecked") // a memory is an array
    private BitVecExpr findByte(Expr<?> memory, BitVecExpr address) {
        TermBuilder.Sum place = terms.split(address);
        Expr<?> below = memory;
        for (Stored stored = stores.get(below); stored != null; stored = stores.get(below)) {
            if (!isSame(stored.place().base(), place.base())) {
                break;
            }
            if (stored.place().offset() == place.offset()) {
                return stored.value();
            }
            below = stored.memory();
        }
        TermBuilder.Choice choice = terms.choiceOf(below);
        if (choice != null) {
            return terms.choose(
                    choice.condition(), readByte(choice.ifTrue(), address), readByte(choice.ifFalse(), address));
        }
        Expr<?> from = below;
        long[] addresses = samples.of(address);
        return (BitVecExpr) terms.variable(
                terms.context().mkSelect((Expr<ArraySort<BitVecSort, BitVecSort>>) from, address),
                i -> byteOf(from, addresses[i], i));
    }

    /** The value of a byte of a memory in a sample. */
    private long byteOf(Expr<?> memory, long address, int sample) {
        Expr<?> below = memory;
        for (int walked = 0; walked < MOST_WALK; walked++) {
            Stored stored = stores.get(below);
            TermBuilder.Choice choice = terms.choiceOf(below);
            if (stored != null) {
                long base = stored.place().base() == null
                        ? 0
                        : samples.of(stored.place().base())[sample];
                if (TermBuilder.cut(base + stored.place().offset(), TermBuilder.ADDRESS_BITS) == address) {
                    return samples.of(stored.value())[sample];
                }
                below = stored.memory();
            } else if (choice != null) {
                below = samples.of(choice.condition())[sample] == 1 ? choice.ifTrue() : choice.ifFalse();
            } else {
                break;
            }
        }
        return samples.any(TermSamples.mix(samples.of(below)[sample], address), BYTE);
    }

    /** A memory after a little-endian store of the lowest bytes of a value. */
    Expr<?> write(Expr<?> memory, BitVecExpr address, int bytes, BitVecExpr value) {
        Expr<?> written = memory;
        for (int i = 0; i < bytes; i++) {
            TermBuilder.Sum place = terms.split(terms.sum(address, i));
            written = writeByte(written, place, terms.part(value, BYTE * i + BYTE - 1, BYTE * i));
        }
        return written;
    }

    private Expr<?> writeByte(Expr<?> memory, TermBuilder.Sum place, BitVecExpr value) {
        Stored top = stores.get(memory);
        if (top != null && isSame(top.place().base(), place.base())) {
            if (top.place().offset() == place.offset()) {
                return writeByte(top.memory(), place, value);
            }
            if (Long.compareUnsigned(top.place().offset(), place.offset()) > 0) {
                return store(writeByte(top.memory(), place, value), top.place(), top.value());
            }
        }
        return store(memory, place, value);
    }

    @SuppressWarnings("unchecked") // a memory is an array
    private Expr<?> store(Expr<?> memory, TermBuilder.Sum place, BitVecExpr value) {
        BitVecExpr address = place.base() == null
                ? terms.number(place.offset(), TermBuilder.ADDRESS_BITS)
                : terms.sum(place.base(), place.offset());
        ArrayExpr<BitVecSort, BitVecSort> written =
                terms.context().mkStore((Expr<ArraySort<BitVecSort, BitVecSort>>) memory, address, value);
        if (!samples.has(written)) {
            stores.put(written, new Stored(memory, place, value));
            long[] before = samples.of(memory);
            long[] addresses = samples.of(address);
            long[] bytesWritten = samples.of(value);
            samples.put(
                    written,
                    i -> before[i]
                            - TermSamples.mix(addresses[i], byteOf(memory, addresses[i], i))
                            + TermSamples.mix(addresses[i], bytesWritten[i]));
        }
        return written;
    }

    private static boolean isSame(BitVecExpr one, BitVecExpr other) {
        return one == null ? other == null : one.equals(other);
    }
}
