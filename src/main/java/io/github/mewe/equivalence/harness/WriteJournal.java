package io.github.mewe.equivalence.harness;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * The bytes that writes replaced in a memory, to undo them. It also keeps a fingerprint of the content, which does not
 * depend on the order and size of writes: the sum over all changed words of a hash of address and value.
 */
final class WriteJournal {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** A run with more writes is out of fuel. */
    static final int MOST_WRITES = 1 << 18;

    /** No word has this address. */
    private static final int NONE = -1;

    private final byte[] bytes;
    private int ignored = NONE;
    private long fingerprint;
    private int writes;
    private int[] addresses = new int[1024];
    private long[] replaced = new long[1024];
    private byte[] sizes = new byte[1024];

    /** Journals the writes to an array. */
    WriteJournal(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Undoes all writes. */
    void undo() {
        for (int i = writes - 1; i >= 0; i--) {
            int address = addresses[i];
            switch (sizes[i]) {
                case 1 -> bytes[address] = (byte) replaced[i];
                case 2 -> SHORTS.set(bytes, address, (short) replaced[i]);
                case 4 -> INTS.set(bytes, address, (int) replaced[i]);
                default -> LONGS.set(bytes, address, replaced[i]);
            }
        }
        writes = 0;
        fingerprint = 0;
        ignored = NONE;
    }

    /** Leaves the changes of the aligned word at an address out of the fingerprint until the next undo. */
    void ignore(int address) {
        ignored = address;
    }

    /** A number for the changes since the last undo; 0 if there are none. */
    long fingerprint() {
        return fingerprint;
    }

    /** Adds a change of the memory's size, in pages, to the fingerprint. */
    void resize(int before, int after) {
        fingerprint += hash(-1, after) - hash(-1, before);
    }

    /** The bytes that differ from the initial content, by their addresses. */
    TreeMap<Integer, Byte> changes() {
        var before = new TreeMap<Integer, Byte>();
        for (int i = writes - 1; i >= 0; i--) {
            for (int b = 0; b < sizes[i]; b++) {
                before.put(addresses[i] + b, (byte) (replaced[i] >>> 8 * b));
            }
        }
        var changes = new TreeMap<Integer, Byte>();
        before.forEach((address, old) -> {
            if (bytes[address] != old) {
                changes.put(address, bytes[address]);
            }
        });
        return changes;
    }

    /** Notes a write before it happens. */
    void add(int address, int size, long old, long value) {
        if (writes == addresses.length) {
            if (writes >= MOST_WRITES) {
                throw new OutOfFuelException();
            }
            addresses = Arrays.copyOf(addresses, writes * 2);
            replaced = Arrays.copyOf(replaced, writes * 2);
            sizes = Arrays.copyOf(sizes, writes * 2);
        }
        addresses[writes] = address;
        replaced[writes] = old;
        sizes[writes++] = (byte) size;
        fingerprint += change(address, size, value);
    }

    /** The change of the fingerprint by a write: of one aligned word, or of two. */
    private long change(int address, int size, long value) {
        int word = address & -Long.BYTES;
        int shift = (address - word) * Byte.SIZE;
        long mask = size == Long.BYTES ? -1 : (1L << size * Byte.SIZE) - 1;
        long change = change(word, mask << shift, value << shift);
        return shift + size * Byte.SIZE <= Long.SIZE
                ? change
                : change + change(word + Long.BYTES, mask >>> Long.SIZE - shift, value >>> Long.SIZE - shift);
    }

    private long change(int word, long mask, long value) {
        long was = (long) LONGS.get(bytes, word);
        long is = was & ~mask | value & mask;
        return was == is || word == ignored ? 0 : hash(word, is) - hash(word, was);
    }

    private static long hash(int address, long value) {
        long z = (value ^ address * 0xC2B2AE3D27D4EB4FL) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 32) * 0xD6E8FEB86659FD93L;
        return z ^ z >>> 29;
    }
}
