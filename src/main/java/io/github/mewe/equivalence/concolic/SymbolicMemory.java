package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.OutOfFuelException;
import java.util.Arrays;

/** The last store to each byte of memory in a run, with its symbolic value. */
final class SymbolicMemory {
    private static final int FIRST_SIZE = 1 << 10;
    private static final int MOST_SIZE = 1 << 17;

    private int[] addresses = new int[FIRST_SIZE];
    private Write[] writes = new Write[FIRST_SIZE];
    private int count;

    /**
     * A store.
     *
     * @param bytes the number of bytes
     * @param term the symbolic value, with zeros above these bytes; null for a constant
     * @param calls the number of calls before the store
     */
    record Write(int address, int bytes, SymbolicValue term, int calls) {}

    /** Forgets everything. */
    void clear() {
        if (count > 0) {
            if (addresses.length > 1 << 13) {
                addresses = new int[FIRST_SIZE];
                writes = new Write[FIRST_SIZE];
            } else {
                Arrays.fill(writes, null);
            }
        }
        count = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** The last store to a byte; null if there was none. */
    Write at(int address) {
        return count == 0 ? null : writes[slot(address)];
    }

    private int slot(int address) {
        int mask = addresses.length - 1;
        int at = address * 0x9E3779B1 >>> 7 & mask;
        while (writes[at] != null && addresses[at] != address) {
            at = at + 1 & mask;
        }
        return at;
    }

    /**
     * Adds a store.
     *
     * @throws OutOfFuelException if there are too many
     */
    void put(Write write) {
        for (int i = 0; i < write.bytes(); i++) {
            if (count * 2 >= addresses.length) {
                grow();
            }
            int at = slot(write.address() + i);
            count += writes[at] == null ? 1 : 0;
            addresses[at] = write.address() + i;
            writes[at] = write;
        }
    }

    private void grow() {
        if (addresses.length >= MOST_SIZE) {
            throw new OutOfFuelException();
        }
        int[] oldAddresses = addresses;
        Write[] old = writes;
        addresses = new int[oldAddresses.length * 2];
        writes = new Write[addresses.length];
        for (int i = 0; i < old.length; i++) {
            if (old[i] != null) {
                int at = slot(oldAddresses[i]);
                addresses[at] = oldAddresses[i];
                writes[at] = old[i];
            }
        }
    }
}
