package io.github.mewe.wasm;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the values of the binary format from a range of bytes (core specification, section 5.2). Every method that
 * reads throws {@link MalformedModuleException} if the range ends too early or the bytes do not encode such a value.
 */
public final class BinaryReader {
    private static final int MORE = 0x80;
    private static final int PAYLOAD = 0x7F;
    private static final int SIGN = 0x40;

    private final byte[] bytes;
    private final int end;
    private int position;

    /** Reads a whole array without copying it. */
    public BinaryReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /**
     * Reads a part of an array without copying it.
     *
     * @param start the first byte
     * @param end the byte after the last
     */
    public BinaryReader(byte[] bytes, int start, int end) {
        if (start < 0 || end < start || end > bytes.length) {
            throw new IllegalArgumentException(
                    "invalid range " + start + " to " + end + " of " + bytes.length + " bytes");
        }
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /** Determines if bytes remain. */
    public boolean hasMore() {
        return position < end;
    }

    /** The offset of the next byte in the whole array. */
    public int position() {
        return position;
    }

    /** Returns the next byte without consuming it. */
    public int peek() {
        if (position >= end) {
            throw new MalformedModuleException("it ends unexpectedly", position);
        }
        return bytes[position] & 0xFF;
    }

    /** Reads a byte. */
    public int u8() {
        int value = peek();
        position++;
        return value;
    }

    /** Reads an unsigned 32-bit number. */
    public int u32() {
        return (int) unsigned(32);
    }

    /** Reads an unsigned 64-bit number. */
    public long u64() {
        return unsigned(64);
    }

    /** Reads a signed 32-bit number. */
    public int s32() {
        return (int) signed(32);
    }

    /** Reads a signed 33-bit number, the encoding of block types and heap types. */
    public long s33() {
        return signed(33);
    }

    /** Reads a signed 64-bit number. */
    public long s64() {
        return signed(64);
    }

    private long unsigned(int bits) {
        long result = 0;
        for (int shift = 0; shift < bits; shift += 7) {
            int next = u8();
            result |= (long) (next & PAYLOAD) << shift;
            int room = bits - shift;
            if (room < 7 && (next & PAYLOAD) >>> room != 0) {
                break;
            }
            if (next < MORE) {
                return result;
            }
        }
        throw new MalformedModuleException("a number has more than " + bits + " bits", position);
    }

    private long signed(int bits) {
        long result = 0;
        for (int shift = 0; shift < bits; ) {
            int next = u8();
            int room = bits - shift;
            result |= (long) (next & PAYLOAD) << shift;
            shift += 7;
            int unused = (next << 25) >> 24 + room;
            if (room < 7 && unused != 0 && unused != -1) {
                break;
            }
            if (next < MORE) {
                return shift < Long.SIZE && (next & SIGN) != 0 ? result | -1L << shift : result;
            }
        }
        throw new MalformedModuleException("a number has more than " + bits + " bits", position);
    }

    /**
     * Reads a number of fixed length.
     *
     * @param size 1 to 8
     * @return the bytes, the first in the lowest bits
     */
    public long little(int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) u8() << 8 * i;
        }
        return value;
    }

    /** Reads the number of elements of a list; each element takes at least one byte. */
    public int count() {
        int start = position;
        int count = u32();
        if (Integer.compareUnsigned(count, end - position) > 0) {
            throw new MalformedModuleException(
                    "a list declares more elements than the remaining bytes can hold", start);
        }
        return count;
    }

    /**
     * Reads the size of a part, which must fit into the rest.
     *
     * @param part the kind of part, for the error message
     */
    public int size(String part) {
        int start = position;
        int size = u32();
        if (Integer.compareUnsigned(size, end - position) > 0) {
            throw new MalformedModuleException("a " + part + " extends beyond the end: the file is cut off", start);
        }
        return size;
    }

    /** Reads bytes. */
    public byte[] bytes(int count) {
        if (count < 0 || count > end - position) {
            throw new MalformedModuleException("it ends unexpectedly", end);
        }
        position += count;
        return Arrays.copyOfRange(bytes, position - count, position);
    }

    /** Copies the bytes from an offset up to the next byte. */
    public byte[] since(int start) {
        return Arrays.copyOfRange(bytes, start, position);
    }

    /** Reads a name and replaces malformed UTF-8. */
    public String name() {
        return new String(bytes(size("name")), StandardCharsets.UTF_8);
    }

    /** Reads a name that must be UTF-8. */
    public String utf8() {
        int start = position;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(size("name"))))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedModuleException("a name is not UTF-8", start);
        }
    }

    /** Returns a separate reader for the next bytes and skips them in this one. */
    public BinaryReader part(int size) {
        if (size < 0 || size > end - position) {
            throw new MalformedModuleException("it ends unexpectedly", end);
        }
        position += size;
        return new BinaryReader(bytes, position - size, position);
    }

    /** Reads a value type. */
    public ValueType valueType() {
        return TypeFormat.read(this);
    }

    /** Skips a value type, known or unknown. */
    public void skipValueType() {
        if (TypeFormat.isTyped(u8())) {
            if (peek() == TypeFormat.SHARED) {
                u8();
            }
            while (u8() >= MORE) {
                // the number of the heap type continues
            }
        }
    }
}
