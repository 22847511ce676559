package io.github.mewe.equivalence.harness;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.TreeMap;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TrapException;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.PassiveDataSegment;

/**
 * A memory that is set back after each run: it keeps what writes replaced. It also keeps a number for its whole
 * content, which is the same whenever the content is, whatever writes led to it: the sum over all bytes of a hash of
 * place and value. For one thread; a memory that threads share in the module is one that only this thread uses.
 */
@SuppressWarnings("removal")
public final class JournalingMemory implements Memory {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PAGE_SHIFT = 16;

    /** So many pages can be had by growing. */
    private static final int ROOM_PAGES = 2;

    /** More writes in one run are more than the run is worth. */
    private static final int MOST_WRITES = 1 << 18;

    /** So many addresses that are read are kept; a power of two. */
    private static final int MOST_READS = 128;

    private static final int PROBES = 3;

    private final byte[] bytes;
    private final int firstPages;
    private final int mostPages;
    private final boolean shared;
    private DataSegment[] segments = {};
    private DataSegment[] firstSegments = {};
    private int limit;

    /** Where the last run read, by a hash of the address; -1 where nothing is. */
    private final int[] readPlaces = new int[MOST_READS];

    private final byte[] readKinds = new byte[MOST_READS];
    private final long[] readValues = new long[MOST_READS];
    private int readCount;
    private long content;
    private int writes;
    private int[] places = new int[1024];
    private long[] replaced = new long[1024];
    private byte[] sizes = new byte[1024];

    /** The memory is used outside of its bounds. */
    public static final class OutOfBounds extends TrapException {
        private static final long serialVersionUID = 1;

        public OutOfBounds() {
            super("out of bounds memory access");
        }

        /** Runs trap often, and where does not matter. */
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /**
     * A memory.
     *
     * @param image its content at first, whole pages
     * @param shared whether the module has it as a shared one
     * @param declaredMost how many pages the module lets it have; -1 for no limit
     */
    public JournalingMemory(byte[] image, boolean shared, long declaredMost) {
        this.firstPages = image.length >>> PAGE_SHIFT;
        this.bytes = Arrays.copyOf(image, image.length + (ROOM_PAGES << PAGE_SHIFT));
        this.limit = image.length;
        this.mostPages = mostPages(declaredMost);
        this.shared = shared;
    }

    /** How many pages a memory may have that a module lets have so many, or any number if that is below 0. */
    static int mostPages(long declaredMost) {
        return (int) (declaredMost < 0 ? RUNTIME_MAX_PAGES : Math.min(RUNTIME_MAX_PAGES, declaredMost));
    }

    /** Sets everything back to what it was at first. */
    void reset() {
        for (int i = writes - 1; i >= 0; i--) {
            int place = places[i];
            switch (sizes[i]) {
                case 1 -> bytes[place] = (byte) replaced[i];
                case 2 -> SHORTS.set(bytes, place, (short) replaced[i]);
                case 4 -> INTS.set(bytes, place, (int) replaced[i]);
                default -> LONGS.set(bytes, place, replaced[i]);
            }
        }
        writes = 0;
        content = 0;
        limit = firstPages << PAGE_SHIFT;
        if (firstSegments.length > 0) {
            segments = firstSegments.clone();
        }
    }

    /** Forgets what was read. */
    void forget() {
        Arrays.fill(readPlaces, -1);
        readCount = 0;
    }

    /**
     * What was read, of each address the first value, as far as there is room for it.
     *
     * @param answerTypes what calls were answered
     * @param answers what calls were answered
     */
    ConsumedInput seen(int[] answerTypes, long[] answers) {
        var places = new int[readCount];
        var kinds = new byte[readCount];
        var values = new long[readCount];
        int count = 0;
        for (int i = 0; i < MOST_READS; i++) {
            if (readPlaces[i] >= 0) {
                places[count] = readPlaces[i];
                kinds[count] = readKinds[i];
                values[count++] = readValues[i];
            }
        }
        return new ConsumedInput(places, kinds, values, answerTypes, answers);
    }

    private void noteRead(int address, byte kind, long value) {
        int slot = (address * 0x9E3779B1) >>> 16;
        for (int i = 0; i < PROBES; i++) {
            int at = slot + i & MOST_READS - 1;
            if (readPlaces[at] == address) {
                return;
            }
            if (readPlaces[at] < 0) {
                readPlaces[at] = address;
                readKinds[at] = kind;
                readValues[at] = value;
                readCount++;
                return;
            }
        }
    }

    /** Writes bytes as an input says. */
    void poke(TestInput.Poke poke) {
        switch (poke.size()) {
            case 1 -> writeByte(poke.address(), (byte) poke.value());
            case 2 -> writeShort(poke.address(), (short) poke.value());
            case 4 -> writeI32(poke.address(), (int) poke.value());
            case 8 -> writeLong(poke.address(), poke.value());
            default -> fill((byte) poke.value(), poke.address(), poke.address() + poke.size());
        }
    }

    /** What the writes since the last reset changed, as one number; 0 if nothing. */
    long content() {
        return content;
    }

    /** How many bytes it has. */
    public int size() {
        return limit;
    }

    /** The bytes that differ from what they were at first, by their places. */
    public TreeMap<Integer, Byte> changes() {
        var before = new TreeMap<Integer, Byte>();
        for (int i = writes - 1; i >= 0; i--) {
            for (int b = 0; b < sizes[i]; b++) {
                before.put(places[i] + b, (byte) (replaced[i] >>> 8 * b));
            }
        }
        var changes = new TreeMap<Integer, Byte>();
        before.forEach((place, old) -> {
            if (bytes[place] != old) {
                changes.put(place, bytes[place]);
            }
        });
        return changes;
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

    private void keep(int address, int size, long old, long value) {
        if (writes == places.length) {
            if (writes >= MOST_WRITES) {
                throw new OutOfFuelException();
            }
            places = Arrays.copyOf(places, writes * 2);
            replaced = Arrays.copyOf(replaced, writes * 2);
            sizes = Arrays.copyOf(sizes, writes * 2);
        }
        places[writes] = address;
        replaced[writes] = old;
        sizes[writes++] = (byte) size;
        long sum = 0;
        for (int i = 0; i < size; i++) {
            int was = (int) (old >>> 8 * i) & 0xFF;
            int is = (int) (value >>> 8 * i) & 0xFF;
            if (was != is) {
                sum += mixed(address + i, is) - mixed(address + i, was);
            }
        }
        content += sum;
    }

    private static long mixed(int address, int value) {
        long z = ((long) address << 8 | value) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 32) * 0xD6E8FEB86659FD93L;
        return z ^ z >>> 29;
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
        content += mixed(-1, before + pages) - mixed(-1, before);
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
        noteRead(address, ConsumedInput.BYTE, bytes[address] & 0xFF);
        return bytes[address];
    }

    @Override
    public short readShort(int address) {
        check(address, 2);
        short value = (short) SHORTS.get(bytes, address);
        noteRead(address, ConsumedInput.SHORT, value & 0xFFFF);
        return value;
    }

    @Override
    public int readInt(int address) {
        return int32(address, ConsumedInput.INT);
    }

    private int int32(int address, byte kind) {
        check(address, 4);
        int value = (int) INTS.get(bytes, address);
        noteRead(address, kind, value & 0xFFFF_FFFFL);
        return value;
    }

    @Override
    public long readLong(int address) {
        return int64(address, ConsumedInput.LONG);
    }

    private long int64(int address, byte kind) {
        check(address, 8);
        long value = (long) LONGS.get(bytes, address);
        noteRead(address, kind, value);
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
        keep(address, 1, bytes[address], value);
        bytes[address] = value;
    }

    @Override
    public void writeShort(int address, short value) {
        check(address, 2);
        keep(address, 2, (short) SHORTS.get(bytes, address), value);
        SHORTS.set(bytes, address, value);
    }

    @Override
    public void writeI32(int address, int value) {
        check(address, 4);
        keep(address, 4, (int) INTS.get(bytes, address), value);
        INTS.set(bytes, address, value);
    }

    @Override
    public void writeLong(int address, long value) {
        check(address, 8);
        keep(address, 8, (long) LONGS.get(bytes, address), value);
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
        if (size > MOST_WRITES) {
            throw new OutOfFuelException();
        }
        write(to, Arrays.copyOfRange(bytes, from, from + size), 0, size);
    }
}
