package io.github.mewe.wasm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the values of the binary format (core specification, section 5.2). Numbers take as few bytes as possible. */
public final class BinaryWriter {
    private byte[] bytes = new byte[64];
    private int size;

    /** Writes a byte. */
    public BinaryWriter u8(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    /** Writes an unsigned 32-bit number. */
    public BinaryWriter u32(int value) {
        return u64(Integer.toUnsignedLong(value));
    }

    /** Writes an unsigned 64-bit number. */
    public BinaryWriter u64(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            u8((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return u8((int) rest);
    }

    /** Writes an unsigned 32-bit number in a number of bytes, 1 to 5, that suffices. */
    BinaryWriter padded(int value, int bytes) {
        int rest = value;
        for (int i = 1; i < bytes; i++) {
            u8(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        return u8(rest);
    }

    /** Writes a signed number. */
    public BinaryWriter signed(long value) {
        long rest = value;
        while (rest < -64 || rest > 63) {
            u8((int) (rest & 0x7F) | 0x80);
            rest >>= 7;
        }
        return u8((int) (rest & 0x7F));
    }

    /**
     * Writes a number of fixed length.
     *
     * @param value the bytes, the first in the lowest bits
     * @param count 1 to 8
     */
    public BinaryWriter little(long value, int count) {
        for (int i = 0; i < count; i++) {
            u8((int) (value >>> 8 * i));
        }
        return this;
    }

    /** Writes raw bytes. */
    public BinaryWriter raw(byte[] more) {
        return raw(more, 0, more.length);
    }

    /**
     * Writes a part of an array.
     *
     * @param start the first byte
     * @param end the byte after the last
     */
    public BinaryWriter raw(byte[] more, int start, int end) {
        int count = end - start;
        reserve(count);
        System.arraycopy(more, start, bytes, size, count);
        size += count;
        return this;
    }

    /** Appends the bytes of another writer. */
    public BinaryWriter raw(BinaryWriter more) {
        return raw(more.bytes, 0, more.size);
    }

    /** Appends the bytes of another writer, preceded by their size. */
    public BinaryWriter sized(BinaryWriter content) {
        return u32(content.size).raw(content);
    }

    /** Writes the magic number and the version of a core module. */
    public BinaryWriter header() {
        return raw(BinaryLayout.HEADER_BYTES);
    }

    /** Writes a section. */
    public BinaryWriter section(SectionId id, BinaryWriter content) {
        return u8(id.code()).sized(content);
    }

    /** Writes a name. */
    public BinaryWriter name(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return u32(utf8.length).raw(utf8);
    }

    /** Writes a value type. */
    public BinaryWriter valueType(ValueType type) {
        TypeFormat.write(type, this);
        return this;
    }

    /** Writes a function type. */
    public BinaryWriter functionType(FunctionType type) {
        u8(TypeFormat.FUNCTION).u32(type.params().size());
        type.params().forEach(this::valueType);
        u32(type.results().size());
        type.results().forEach(this::valueType);
        return this;
    }

    /** Writes an instruction. */
    public BinaryWriter instruction(Opcode opcode, Immediate... immediates) {
        new Instruction(opcode, immediates).write(this);
        return this;
    }

    /** Writes an instruction whose only immediate is an index. */
    public BinaryWriter instruction(Opcode opcode, int index) {
        return instruction(opcode, new Immediate.Index(opcode.immediates().get(0), index));
    }

    /** Writes a scalar constant from the value of an integer or the bits of a float. */
    public BinaryWriter constant(Opcode opcode, long bits) {
        return instruction(opcode, new Immediate.Constant(bits));
    }

    /** The number of bytes written. */
    public int size() {
        return size;
    }

    /** Copies the bytes written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
