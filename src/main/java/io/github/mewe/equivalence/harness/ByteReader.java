package io.github.mewe.equivalence.harness;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the binary format of a valid module (WebAssembly Core Specification, section 5). */
public final class ByteReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    /**
     * A reader of a part of some bytes.
     *
     * @param bytes the bytes
     * @param start where it starts
     * @param end where it ends
     */
    ByteReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /** A reader of all of some bytes. */
    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public boolean hasMore() {
        return position < end;
    }

    int position() {
        return position;
    }

    int peek() {
        return bytes[position] & 0xFF;
    }

    int u8() {
        if (position >= end) {
            throw new IllegalArgumentException("the module ends within a section");
        }
        return bytes[position++] & 0xFF;
    }

    public int u32() {
        return (int) leb(false);
    }

    long u64() {
        return leb(false);
    }

    /** A signed number of at most 64 bits. */
    long signed() {
        return leb(true);
    }

    private long leb(boolean isSigned) {
        long value = 0;
        int shift = 0;
        int part;
        do {
            part = u8();
            value |= (long) (part & 0x7F) << shift;
            shift += 7;
        } while ((part & 0x80) != 0 && shift < 70);
        return isSigned && shift < 64 && (part & 0x40) != 0 ? value | -1L << shift : value;
    }

    byte[] take(int count) {
        if (count < 0 || count > end - position) {
            throw new IllegalArgumentException("the module ends within a section");
        }
        position += count;
        return Arrays.copyOfRange(bytes, position - count, position);
    }

    /** The bytes from a place up to where the reader is. */
    byte[] since(int start) {
        return Arrays.copyOfRange(bytes, start, position);
    }

    String name() {
        return new String(take(u32()), StandardCharsets.UTF_8);
    }

    /** A reader of the next bytes, which this one skips. */
    ByteReader part(int size) {
        var part = new ByteReader(bytes, position, position + size);
        position += size;
        return part;
    }
}
