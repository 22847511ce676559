package io.github.mewe.engine;

import io.github.mewe.common.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** A hash of the plugin's files. Snapshots of one version differ in it. */
final class PluginContent {
    private static final String HASH = compute();

    private PluginContent() {}

    /** The hash in hexadecimal digits. */
    static String hash() {
        return HASH;
    }

    private static String compute() {
        try {
            Path location = Path.of(PluginContent.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Sha256.hex(Files.isDirectory(location) ? ofDirectory(location) : ofJar(location));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the plugin's own classes", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names, sizes and checksums of the entries, which the jar has at its end. */
    private static byte[] ofJar(Path location) throws IOException {
        var content = new ByteArrayOutputStream();
        try (var jar = new JarFile(location.toFile());
                var output = new DataOutputStream(content)) {
            for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
                output.writeUTF(entry.getName());
                output.writeLong(entry.getSize());
                output.writeLong(entry.getCrc());
            }
        }
        return content.toByteArray();
    }

    private static byte[] ofDirectory(Path location) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(location)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        var parts = new ArrayList<byte[]>();
        for (Path file : files) {
            parts.add(location.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
            parts.add(Sha256.of(Files.readAllBytes(file)));
        }
        return Sha256.of(parts.toArray(byte[][]::new));
    }
}
