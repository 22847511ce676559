package io.github.mewe.equivalence.harness;

import io.github.mewe.wasm.ValueType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TrapException;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.PassiveDataSegment;

/**
 * A memory that undoes the writes of each run. It is not thread-safe: a memory that is shared in the module is used by
 * one thread here.
 */
@SuppressWarnings("removal")
public final class JournalingMemory implements Memory {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PAGE_SHIFT = 16;

    /** The number of pages that growing can add. */
    private static final int ROOM_PAGES = 2;

    private final byte[] bytes;
    private final int firstPages;
    private final int mostPages;
    private final boolean shared;
    private final WriteJournal journal;
    private final ReadLog reads = new ReadLog();
    private DataSegment[] segments = {};
    private DataSegment[] firstSegments = {};
    private int limit;

    /** An access out of bounds. */
    public static final class OutOfBounds extends TrapException {
        private static final long serialVersionUID = 1;

        public OutOfBounds() {
            super("out of bounds memory access");
        }

        /** Traps are frequent, and nobody reads their stack traces. */
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /**
     * Makes a memory with an initial content.
     *
     * @param image the content, whole pages
     * @param shared true if the module declares it as shared
     * @param declaredMost the maximum that the module declares, in pages; -1 for none
     */
    public JournalingMemory(byte[] image, boolean shared, long declaredMost) {
        this.firstPages = image.length >>> PAGE_SHIFT;
        this.bytes = Arrays.copyOf(image, image.length + (ROOM_PAGES << PAGE_SHIFT));
        this.journal = new WriteJournal(bytes);
        this.limit = image.length;
        this.mostPages = mostPages(declaredMost);
        this.shared = shared;
    }

    /** The maximum in pages of a memory with a declared maximum, or without one if that is negative. */
    static int mostPages(long declaredMost) {
        return (int) (declaredMost < 0 ? RUNTIME_MAX_PAGES : Math.min(RUNTIME_MAX_PAGES, declaredMost));
    }

    /** Restores the initial content and size. */
    void reset() {
        journal.undo();
        limit = firstPages << PAGE_SHIFT;
        if (firstSegments.length > 0) {
            segments = firstSegments.clone();
        }
    }

    /** Leaves the changes of one 64-bit word out of the fingerprint until the next reset. */
    void ignore(long address) {
        journal.ignore((int) address);
    }

    /** Forgets the reads of earlier runs. */
    void forget() {
        reads.clear();
    }

    /** The reads since the last {@link #forget}, together with the answers of stubs. */
    ConsumedInput consumed(List<ValueType> answerTypes, long[] answers) {
        return reads.consumed(answerTypes, answers);
    }

    /** Writes bytes of an input. */
    void poke(TestInput.Poke poke) {
        switch (poke.size()) {
            case 1 -> writeByte(poke.address(), (byte) poke.value());
            case 2 -> writeShort(poke.address(), (short) poke.value());
            case 4 -> writeI32(poke.address(), (int) poke.value());
            case 8 -> writeLong(poke.address(), poke.value());
            default -> fill((byte) poke.value(), poke.address(), poke.address() + poke.size());
        }
    }

    /** A fingerprint of the changes since the last reset; 0 if there are none. */
    long content() {
        return journal.fingerprint();
    }

    /** The size in bytes. */
    public int size() {
        return limit;
    }

    /** The bytes that differ from the initial content, by their addresses. */
    public TreeMap<Integer, Byte> changes() {
        return journal.changes();
    }

    private void check(int address, int count) {
        if (address < 0 || address > limit - count) {
            throw new OutOfBounds();
        }
    }

    private void checkRange(int address, int count) {
        if (address < 0 || count < 0 || address > limit || count > limit - address) {
            throw new OutOfBounds();
        }
    }

    @Override
    public int pages() {
        return limit >>> PAGE_SHIFT;
    }

    @Override
    public int grow(int pages) {
        int before = pages();
        if (pages < 0 || pages > mostPages - before || pages > (bytes.length - limit) >>> PAGE_SHIFT) {
            return -1;
        }
        limit += pages << PAGE_SHIFT;
        journal.resize(before, before + pages);
        return before;
    }

    @Override
    public int initialPages() {
        return firstPages;
    }

    @Override
    public int maximumPages() {
        return mostPages;
    }

    @Override
    public boolean shared() {
        return shared;
    }

    @Override
    public Object lock(int address) {
        return this;
    }

    @Override
    public int waitOn(int address, int expected, long timeout) {
        return readInt(address) == expected ? 2 : 1;
    }

    @Override
    public int waitOn(int address, long expected, long timeout) {
        return readLong(address) == expected ? 2 : 1;
    }

    @Override
    public int notify(int address, int count) {
        check(address, 4);
        return 0;
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments) {
        firstSegments = dataSegments == null ? new DataSegment[0] : dataSegments;
        segments = firstSegments.clone();
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments, int memory) {
        initialize(instance, dataSegments);
    }

    @Override
    public void initPassiveSegment(int segment, int to, int from, int size) {
        byte[] data = segments[segment].data();
        checkRange(to, size);
        if (from < 0 || size > data.length - from) {
            throw new OutOfBounds();
        }
        write(to, data, from, size);
    }

    @Override
    public void drop(int segment) {
        segments[segment] = PassiveDataSegment.EMPTY;
    }

    @Override
    public void write(int address, byte[] data, int from, int size) {
        checkRange(address, size);
        int i = 0;
        for (; i + 8 <= size; i += 8) {
            writeLong(address + i, (long) LONGS.get(data, from + i));
        }
        for (; i < size; i++) {
            writeByte(address + i, data[from + i]);
        }
    }

    @Override
    public byte[] readBytes(int address, int size) {
        checkRange(address, size);
        return Arrays.copyOfRange(bytes, address, address + size);
    }

    @Override
    public byte read(int address) {
        check(address, 1);
        reads.add(address, ConsumedInput.BYTE, bytes[address] & 0xFF);
        return bytes[address];
    }

    @Override
    public short readShort(int address) {
        check(address, 2);
        short value = (short) SHORTS.get(bytes, address);
        reads.add(address, ConsumedInput.SHORT, value & 0xFFFF);
        return value;
    }

    @Override
    public int readInt(int address) {
        return int32(address, ConsumedInput.INT);
    }

    private int int32(int address, byte kind) {
        check(address, 4);
        int value = (int) INTS.get(bytes, address);
        reads.add(address, kind, value & 0xFFFF_FFFFL);
        return value;
    }

    @Override
    public long readLong(int address) {
        return int64(address, ConsumedInput.LONG);
    }

    private long int64(int address, byte kind) {
        check(address, 8);
        long value = (long) LONGS.get(bytes, address);
        reads.add(address, kind, value);
        return value;
    }

    @Override
    public long readU16(int address) {
        return readShort(address) & 0xFFFF;
    }

    @Override
    public long readF32(int address) {
        return int32(address, ConsumedInput.FLOAT);
    }

    @Override
    public float readFloat(int address) {
        return Float.intBitsToFloat(int32(address, ConsumedInput.FLOAT));
    }

    @Override
    public double readDouble(int address) {
        return Double.longBitsToDouble(int64(address, ConsumedInput.DOUBLE));
    }

    @Override
    public long readF64(int address) {
        return int64(address, ConsumedInput.DOUBLE);
    }

    @Override
    public void writeByte(int address, byte value) {
        check(address, 1);
        journal.add(address, 1, bytes[address], value);
        bytes[address] = value;
    }

    @Override
    public void writeShort(int address, short value) {
        check(address, 2);
        journal.add(address, 2, (short) SHORTS.get(bytes, address), value);
        SHORTS.set(bytes, address, value);
    }

    @Override
    public void writeI32(int address, int value) {
        check(address, 4);
        journal.add(address, 4, (int) INTS.get(bytes, address), value);
        INTS.set(bytes, address, value);
    }

    @Override
    public void writeLong(int address, long value) {
        check(address, 8);
        journal.add(address, 8, (long) LONGS.get(bytes, address), value);
        LONGS.set(bytes, address, value);
    }

    @Override
    public void writeF32(int address, float value) {
        writeI32(address, Float.floatToRawIntBits(value));
    }

    @Override
    public void writeF64(int address, double value) {
        writeLong(address, Double.doubleToRawLongBits(value));
    }

    @Override
    public void zero() {
        fill((byte) 0, 0, limit);
    }

    @Override
    public void fill(byte value, int from, int to) {
        int size = to - from;
        checkRange(from, size);
        long whole = (value & 0xFF) * 0x0101_0101_0101_0101L;
        int i = 0;
        for (; i + 8 <= size; i += 8) {
            writeLong(from + i, whole);
        }
        for (; i < size; i++) {
            writeByte(from + i, value);
        }
    }

    @Override
    public void copy(int to, int from, int size) {
        checkRange(from, size);
        checkRange(to, size);
        if (size > WriteJournal.MOST_WRITES) {
            throw new OutOfFuelException();
        }
        write(to, Arrays.copyOfRange(bytes, from, from + size), 0, size);
    }
}
