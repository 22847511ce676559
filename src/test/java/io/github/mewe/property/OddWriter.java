package io.github.mewe.property;

import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.Opcode;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Writes numbers of the binary format in any of their valid lengths. */
final class OddWriter {
    private static final int PADDED = 6;
    private static final int PAYLOAD = 7;

    private final Random random;
    private final BinaryWriter out = new BinaryWriter();

    OddWriter(Random random) {
        this.random = random;
    }

    OddWriter u8(int value) {
        out.u8(value);
        return this;
    }

    OddWriter u32(int value) {
        return unsigned(Integer.toUnsignedLong(value), 5);
    }

    OddWriter u64(long value) {
        return unsigned(value, 10);
    }

    OddWriter s32(int value) {
        return signed(value, 5);
    }

    OddWriter s33(int value) {
        return signed(value, 5);
    }

    OddWriter s64(long value) {
        return signed(value, 10);
    }

    private OddWriter unsigned(long value, int most) {
        int least = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + PAYLOAD - 1) / PAYLOAD);
        return number(value, length(least, most), false);
    }

    private OddWriter signed(long value, int most) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value < 0 ? ~value : value) + 1;
        return number(value, length((bits + PAYLOAD - 1) / PAYLOAD, most), true);
    }

    private int length(int least, int most) {
        return random.nextInt(PADDED) == 0 ? least + random.nextInt(most - least + 1) : least;
    }

    private OddWriter number(long value, int bytes, boolean isSigned) {
        long rest = value;
        for (int i = 1; i <= bytes; i++) {
            out.u8((int) (rest & 0x7F) | (i < bytes ? 0x80 : 0));
            rest = isSigned ? rest >> PAYLOAD : rest >>> PAYLOAD;
        }
        return this;
    }

    OddWriter op(Opcode opcode) {
        out.instruction(opcode);
        return this;
    }

    OddWriter op(Opcode opcode, int index) {
        return op(opcode).u32(index);
    }

    OddWriter little(long value, int bytes) {
        out.little(value, bytes);
        return this;
    }

    OddWriter raw(byte[] bytes) {
        out.raw(bytes);
        return this;
    }

    OddWriter raw(OddWriter more) {
        out.raw(more.out);
        return this;
    }

    OddWriter name(String name) {
        return blob(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes behind their number. */
    OddWriter blob(byte[] bytes) {
        return u32(bytes.length).raw(bytes);
    }

    /** Appends the bytes of another writer behind their number. */
    OddWriter sized(OddWriter content) {
        return u32(content.out.size()).raw(content);
    }

    byte[] toBytes() {
        return out.toBytes();
    }
}
