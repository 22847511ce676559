package io.github.mewe.binaryen.jni;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledLibrariesTest {

    private static final String PLATFORM = NativePlatform.current().library();

    @TempDir
    private Path scratch;

    @Test
    void unpacksTheLibraryOfThisPlatform() throws IOException {
        Path file = scratch.resolve("library");
        BundledLibraries libraries = BundledLibraries.read();
        assertTrue(libraries.platforms().contains(PLATFORM));
        libraries.unpack(PLATFORM, kept(), file);
        assertTrue(Files.size(file) > 1_000_000);
    }

    @Test
    void keepsTheUnpackedLibraryInPlaceOfOthers() throws IOException {
        Path other = Files.write(Files.createDirectories(directory()).resolve("other"), new byte[1]);
        BundledLibraries libraries = BundledLibraries.read();
        Path first = scratch.resolve("first");
        libraries.unpack(PLATFORM, kept(), first);
        try (Stream<Path> files = Files.list(directory())) {
            assertArrayEquals(
                    Files.readAllBytes(first), Files.readAllBytes(files.toList().get(0)));
        }
        assertTrue(Files.notExists(other));
    }

    @Test
    void unpacksTheLibraryAgainIfTheKeptOneIsDamaged() throws IOException {
        BundledLibraries libraries = BundledLibraries.read();
        Path first = scratch.resolve("first");
        libraries.unpack(PLATFORM, kept(), first);
        Path damaged;
        try (Stream<Path> files = Files.list(directory())) {
            damaged = files.toList().get(0);
        }
        Files.write(damaged, new byte[] {1, 2, 3});
        Path second = scratch.resolve("second");
        libraries.unpack(PLATFORM, kept(), second);
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(damaged));
    }

    @Test
    void unpacksTheLibraryWhereNothingCanBeKept() throws IOException {
        Path file = Files.createFile(scratch.resolve("file"));
        Path library = scratch.resolve("library");
        BundledLibraries.read().unpack(PLATFORM, new KeptLibraries(Optional.of(file.resolve("directory"))), library);
        assertTrue(Files.size(library) > 1_000_000);
    }

    private Path directory() {
        return scratch.resolve("kept");
    }

    private KeptLibraries kept() {
        return new KeptLibraries(Optional.of(directory()));
    }

    @Test
    void rejectsALibraryWithAnotherHash() {
        BundledLibraries libraries = indexed(PLATFORM, "0".repeat(64));
        var e = assertThrows(IOException.class, () -> libraries.unpack(PLATFORM, kept(), scratch.resolve("library")));
        assertTrue(e.getMessage().startsWith("the SHA-256 hash of the unpacked library is "), e.getMessage());
        assertTrue(e.getMessage().endsWith(", not " + "0".repeat(64)), e.getMessage());
    }

    @Test
    void namesAMissingLibrary() {
        BundledLibraries libraries = indexed("none", "");
        var e = assertThrows(
                NoSuchFileException.class, () -> libraries.unpack("none", kept(), scratch.resolve("library")));
        assertEquals("/io/github/mewe/binaryen/native/none.xz", e.getMessage());
    }

    private static BundledLibraries indexed(String platform, String hash) {
        var index = new Properties();
        index.setProperty(platform, hash);
        return new BundledLibraries(index);
    }
}
