package io.github.mewe.binaryen.jni;

import io.github.mewe.common.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import org.tukaani.xz.XZInputStream;

/** The native libraries in the plugin's jar: compressed files, and an index of their SHA-256 hashes. */
final class BundledLibraries {
    private static final String FOLDER = "/io/github/mewe/binaryen/native/";
    private static final String INDEX = "index.properties";

    private final Properties hashes;

    BundledLibraries(Properties hashes) {
        this.hashes = hashes;
    }

    /** Reads the index. */
    static BundledLibraries read() throws IOException {
        var hashes = new Properties();
        try (InputStream index = open(INDEX)) {
            hashes.load(index);
        }
        return new BundledLibraries(hashes);
    }

    /** The names of the platforms that have a library. */
    SortedSet<String> platforms() {
        return new TreeSet<>(hashes.stringPropertyNames());
    }

    /**
     * Writes a library to a file.
     *
     * @param platform one of {@link #platforms()}
     * @param kept has the library if an earlier call unpacked it
     * @param file is replaced
     * @throws IOException if the file cannot be written, or its content does not have the hash of the index
     */
    void unpack(String platform, KeptLibraries kept, Path file) throws IOException {
        String expected = hashes.getProperty(platform);
        Optional<byte[]> known = kept.find(expected);
        if (known.isPresent() && write(known.get(), file).equals(expected)) {
            return;
        }
        byte[] library = unpacked(platform);
        String actual = write(library, file);
        if (!actual.equals(expected)) {
            throw new IOException("the SHA-256 hash of the unpacked library is " + actual + ", not " + expected);
        }
        kept.keep(expected, library);
    }

    private static byte[] unpacked(String platform) throws IOException {
        try (InputStream compressed = open(platform + ".xz")) {
            return new XZInputStream(compressed).readAllBytes();
        }
    }

    /** Writes a file and returns the hash of its content. */
    private static String write(byte[] content, Path file) throws IOException {
        Files.write(file, content);
        return Sha256.hex(Files.readAllBytes(file));
    }

    private static InputStream open(String name) throws IOException {
        InputStream resource = BundledLibraries.class.getResourceAsStream(FOLDER + name);
        if (resource == null) {
            throw new NoSuchFileException(FOLDER + name);
        }
        return resource;
    }
}
