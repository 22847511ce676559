package io.github.mewe.binaryen.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;
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
        libraries.unpack(PLATFORM, file);
        assertTrue(Files.size(file) > 1_000_000);
    }

    @Test
    void rejectsALibraryWithAnotherHash() {
        BundledLibraries libraries = indexed(PLATFORM, "0".repeat(64));
        var e = assertThrows(IOException.class, () -> libraries.unpack(PLATFORM, scratch.resolve("library")));
        assertTrue(e.getMessage().startsWith("the SHA-256 hash of the unpacked library is "), e.getMessage());
        assertTrue(e.getMessage().endsWith(", not " + "0".repeat(64)), e.getMessage());
    }

    @Test
    void namesAMissingLibrary() {
        BundledLibraries libraries = indexed("none", "");
        var e = assertThrows(NoSuchFileException.class, () -> libraries.unpack("none", scratch.resolve("library")));
        assertEquals("/io/github/mewe/binaryen/native/none.xz", e.getMessage());
    }

    private static BundledLibraries indexed(String platform, String hash) {
        var index = new Properties();
        index.setProperty(platform, hash);
        return new BundledLibraries(index);
    }
}
