package io.github.mewe.common;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Files that reveal damage. A file has the content and then its CRC-32C, for which processors have an instruction.
 * Without the optimizing compiler, a JVM would spend a noticeable part of a build on SHA-256.
 */
public final class CheckedFile {
    private static final int CHECKSUM_BYTES = Integer.BYTES;

    private CheckedFile() {}

    /**
     * Writes or replaces a file as {@link AtomicFile} does.
     *
     * @throws IOException if the file cannot be written; an existing file is then unchanged
     */
    public static void write(Path file, byte[] content) throws IOException {
        byte[] all = Arrays.copyOf(content, content.length + CHECKSUM_BYTES);
        ByteBuffer.wrap(all).putInt(content.length, checksum(content, content.length));
        AtomicFile.write(file, all);
    }

    /**
     * Reads a file.
     *
     * @return the content; empty if it is damaged
     * @throws IOException if the file cannot be read
     */
    public static Optional<byte[]> read(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int length = all.length - CHECKSUM_BYTES;
        return length >= 0 && ByteBuffer.wrap(all).getInt(length) == checksum(all, length)
                ? Optional.of(Arrays.copyOf(all, length))
                : Optional.empty();
    }

    private static int checksum(byte[] bytes, int length) {
        var checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
