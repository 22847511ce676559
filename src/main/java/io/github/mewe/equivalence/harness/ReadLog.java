package io.github.mewe.equivalence.harness;

import io.github.mewe.wasm.ValueType;
import java.util.Arrays;
import java.util.List;

/** The first value read at each address, for as many addresses as a small hash table holds. */
final class ReadLog {
    /** The size of the table, a power of two. */
    private static final int CAPACITY = 128;

    private static final int PROBES = 3;

    /** The addresses; -1 marks a free slot. */
    private final int[] addresses = new int[CAPACITY];

    private final byte[] kinds = new byte[CAPACITY];
    private final long[] values = new long[CAPACITY];
    private int count;

    void clear() {
        Arrays.fill(addresses, -1);
        count = 0;
    }

    void add(int address, byte kind, long value) {
        int slot = (address * 0x9E3779B1) >>> 16;
        for (int i = 0; i < PROBES; i++) {
            int at = slot + i & CAPACITY - 1;
            if (addresses[at] == address) {
                return;
            }
            if (addresses[at] < 0) {
                addresses[at] = address;
                kinds[at] = kind;
                values[at] = value;
                count++;
                return;
            }
        }
    }

    /** The logged reads, together with the answers of stubs. */
    ConsumedInput consumed(List<ValueType> answerTypes, long[] answers) {
        var someAddresses = new int[count];
        var someKinds = new byte[count];
        var someValues = new long[count];
        int next = 0;
        for (int i = 0; i < CAPACITY; i++) {
            if (addresses[i] >= 0) {
                someAddresses[next] = addresses[i];
                someKinds[next] = kinds[i];
                someValues[next++] = values[i];
            }
        }
        return new ConsumedInput(someAddresses, someKinds, someValues, answerTypes, answers);
    }
}
