package io.github.mewe.common;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckedFileTest {
    private static final byte[] CONTENT = {3, 1, 4, 1, 5};

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("file");
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        for (byte[] content : new byte[][] {CONTENT, {}}) {
            CheckedFile.write(file(), content);
            assertArrayEquals(content, CheckedFile.read(file()).orElseThrow());
        }
    }

    @Test
    void noticesEachChangedBitAndEachLength() throws IOException {
        CheckedFile.write(file(), CONTENT);
        byte[] intact = Files.readAllBytes(file());
        for (int bit = 0; bit < 8 * intact.length; bit++) {
            byte[] damaged = intact.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file(), damaged);
            assertEquals(Optional.empty(), CheckedFile.read(file()), "bit " + bit);
        }
        // A CRC-32C of no bytes is 0, so only a file of zeros would count as empty content.
        for (int length = 0; length < intact.length; length++) {
            Files.write(file(), Arrays.copyOf(intact, length));
            assertEquals(Optional.empty(), CheckedFile.read(file()), "length " + length);
        }
    }

    @Test
    void doesNotReadWhatIsMissing() {
        assertThrows(NoSuchFileException.class, () -> CheckedFile.read(file()));
    }
}
