package io.github.mewe.equivalence.harness;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the binary format. */
final class ByteWriter {
    private byte[] bytes = new byte[64];
    private int size;

    ByteWriter u8(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    ByteWriter u32(int value) {
        return u64(value & 0xFFFF_FFFFL);
    }

    ByteWriter u64(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            u8((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return u8((int) rest);
    }

    ByteWriter signed(long value) {
        long rest = value;
        while (rest < -64 || rest > 63) {
            u8((int) (rest & 0x7F) | 0x80);
            rest >>= 7;
        }
        return u8((int) (rest & 0x7F));
    }

    ByteWriter raw(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    ByteWriter raw(ByteWriter more) {
        room(more.size);
        System.arraycopy(more.bytes, 0, bytes, size, more.size);
        size += more.size;
        return this;
    }

    /** Bytes with their number before them. */
    ByteWriter sized(ByteWriter content) {
        return u32(content.size).raw(content);
    }

    ByteWriter name(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return u32(utf8.length).raw(utf8);
    }

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
