package io.github.mewe.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Tests reading and writing of values, and their limits. */
class BinaryReaderTest {
    @Test
    void roundTripsNumbers() {
        for (long value : new long[] {0, 1, 63, 64, 127, 128, 8191, 1L << 31, 0xFFFF_FFFFL}) {
            assertEquals((int) value, read(new BinaryWriter().u32((int) value), BinaryReader::u32));
            assertEquals((int) value, read(new BinaryWriter().signed((int) value), BinaryReader::s32));
        }
        for (int shift = 0; shift < Long.SIZE; shift++) {
            for (long value : new long[] {1L << shift, -1L << shift, (1L << shift) - 1}) {
                assertEquals(value, read(new BinaryWriter().u64(value), BinaryReader::u64));
                assertEquals(value, read(new BinaryWriter().signed(value), BinaryReader::s64));
            }
        }
        for (long value : new long[] {-1L << 32, (1L << 32) - 1, -0x40, 5}) {
            assertEquals(value, read(new BinaryWriter().signed(value), BinaryReader::s33));
        }
        assertEquals(Long.valueOf(0x0102_0304L), read(new BinaryWriter().little(0x0102_0304L, 4), r -> r.little(4)));
    }

    @Test
    void rejectsNumbersOutOfRange() {
        assertMalformed("a number has more than 32 bits (at byte 5)", BinaryReader::u32, 0x80, 0x80, 0x80, 0x80, 0x10);
        assertMalformed(
                "a number has more than 32 bits (at byte 5)", BinaryReader::u32, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0);
        assertMalformed("a number has more than 32 bits (at byte 5)", BinaryReader::s32, 0x80, 0x80, 0x80, 0x80, 0x08);
        assertMalformed("a number has more than 33 bits (at byte 5)", BinaryReader::s33, 0x80, 0x80, 0x80, 0x80, 0x10);
        assertMalformed("it ends unexpectedly (at byte 2)", BinaryReader::u32, 0x80, 0x80);
        assertMalformed("it ends unexpectedly (at byte 0)", BinaryReader::u8);
        assertMalformed("it ends unexpectedly (at byte 2)", r -> r.bytes(3), 1, 2);
        assertMalformed("it ends unexpectedly (at byte 2)", r -> r.part(3), 1, 2);
        assertMalformed(
                "a list declares more elements than the remaining bytes can hold (at byte 0)",
                BinaryReader::count,
                2,
                1);
        assertMalformed("a name extends beyond the end: the file is cut off (at byte 0)", BinaryReader::name, 2, 'a');
        assertMalformed("a name is not UTF-8 (at byte 0)", BinaryReader::utf8, 1, 0xFF);
        assertMalformed("unknown value type 0x40 (at byte 0)", BinaryReader::valueType, 0x40);
        assertMalformed("unknown value type 0x66 (at byte 0)", BinaryReader::valueType, 0x66);
    }

    @Test
    void roundTripsTypes() {
        for (int code = 0; code < 0x80; code++) {
            if (code >= 0x67 && code <= 0x75 || code >= 0x7B) {
                ValueType type = new BinaryReader(new byte[] {(byte) code}).valueType();
                assertEquals(code >= 0x7B, !type.isReference(), type.toString());
                assertEquals(type, read(new BinaryWriter().valueType(type), BinaryReader::valueType));
                assertEquals(code, new BinaryWriter().valueType(type).toBytes()[0]);
            }
        }
        for (long heapType : new long[] {-0x19, -1, 0, 5, 0xFFFF_FFFFL}) {
            for (boolean isNullable : new boolean[] {false, true}) {
                ValueType type = ReferenceType.of(isNullable, heapType);
                assertEquals(type, read(new BinaryWriter().valueType(type), BinaryReader::valueType));
                assertEquals(isNullable, ReferenceType.isNullable(type));
                assertEquals(heapType, ReferenceType.heapType(type));
            }
        }
        assertEquals("funcref", ReferenceType.of(0x70).toString());
        assertEquals("(ref null 5)", ReferenceType.of(true, 5).toString());
        assertThrows(IllegalArgumentException.class, () -> new BinaryWriter().valueType(ValueType.NONE));
    }

    private static <T> T read(BinaryWriter written, Function<BinaryReader, T> method) {
        var reader = new BinaryReader(written.toBytes());
        T value = method.apply(reader);
        assertEquals(written.size(), reader.position());
        return value;
    }

    private static void assertMalformed(String message, Function<BinaryReader, Object> method, int... bytes) {
        var array = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            array[i] = (byte) bytes[i];
        }
        var e = assertThrows(MalformedModuleException.class, () -> method.apply(new BinaryReader(array)));
        assertEquals(message, e.getMessage());
    }
}
