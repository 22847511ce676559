package io.github.mewe.equivalence.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class JournalingMemoryTest {
    private static final int PAGE = 1 << 16;

    private final JournalingMemory memory = new JournalingMemory(image(), false, -1);

    private static byte[] image() {
        var image = new byte[PAGE];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) (i * 7);
        }
        return image;
    }

    @Test
    void resetUndoesEveryKindOfWrite() {
        memory.writeByte(3, (byte) 1);
        memory.writeShort(9, (short) 2);
        memory.writeI32(9, 3);
        memory.writeLong(11, -1);
        memory.writeF64(100, Double.NaN);
        memory.fill((byte) 9, 200, 300);
        memory.copy(205, 3, 50);
        memory.write(60_000, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 0, 9);
        memory.reset();
        assertEquals(0, memory.content());
        for (int i = 0; i < PAGE; i++) {
            assertEquals((byte) (i * 7), memory.read(i));
        }
    }

    @Test
    void equalContentsHaveEqualFingerprints() {
        memory.writeLong(40, 0x0807_0605_0403_0201L);
        long whole = memory.content();
        memory.reset();
        for (int i = 7; i >= 0; i--) {
            memory.writeByte(40 + i, (byte) 99);
            memory.writeByte(40 + i, (byte) (i + 1));
        }
        assertEquals(whole, memory.content());
        memory.writeByte(47, (byte) 9);
        assertNotEquals(whole, memory.content());
    }

    @Test
    void writingEqualBytesChangesNothing() {
        memory.writeByte(10, (byte) 70);
        assertEquals(0, memory.content());
        assertEquals(Map.of(), memory.changes());
        memory.writeByte(10, (byte) 71);
        assertEquals(Map.of(10, (byte) 71), memory.changes());
    }

    @Test
    void checksTheBoundsOfTheWholeAccess() {
        assertEquals((byte) ((PAGE - 1) * 7), memory.read(PAGE - 1));
        assertThrows(JournalingMemory.OutOfBounds.class, () -> memory.read(PAGE));
        assertThrows(JournalingMemory.OutOfBounds.class, () -> memory.readInt(PAGE - 3));
        assertThrows(JournalingMemory.OutOfBounds.class, () -> memory.writeLong(PAGE - 7, 0));
        assertThrows(JournalingMemory.OutOfBounds.class, () -> memory.readLong(-8));
        assertThrows(JournalingMemory.OutOfBounds.class, () -> memory.fill((byte) 0, 10, 9));
        assertThrows(JournalingMemory.OutOfBounds.class, () -> memory.copy(0, PAGE - 4, 5));
        assertEquals(0, memory.content(), "the access out of bounds wrote something");
    }

    @Test
    void growthIsUndoneAndChangesTheFingerprint() {
        assertEquals(1, memory.grow(1));
        assertNotEquals(0, memory.content());
        memory.writeI32(PAGE, 5);
        memory.reset();
        assertEquals(1, memory.pages());
        assertThrows(JournalingMemory.OutOfBounds.class, () -> memory.readInt(PAGE));
        memory.grow(1);
        assertEquals(0, memory.readInt(PAGE));
        assertEquals(-1, memory.grow(1 << 15));
    }

    @Test
    void overlappingCopiesReadBeforeWriting() {
        memory.copy(1, 0, 16);
        for (int i = 0; i < 16; i++) {
            assertEquals((byte) (i * 7), memory.read(i + 1));
        }
    }

    @Test
    void tooManyWritesEndTheRun() {
        assertThrows(OutOfFuelException.class, () -> {
            for (int i = 0; i < 1 << 20; i++) {
                memory.writeByte(i & 0xFF, (byte) i);
            }
        });
    }
}
