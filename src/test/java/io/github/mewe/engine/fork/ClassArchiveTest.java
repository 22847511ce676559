package io.github.mewe.engine.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    @TempDir
    private Path directory;

    private Path cache;
    private Path jar;

    /** The program that runs. */
    public static final class Program {
        public static void main(String[] arguments) {
            if (arguments.length > 0) {
                throw new IllegalArgumentException();
            }
        }
    }

    @BeforeEach
    void writeJar() throws IOException {
        cache = directory.resolve("cache");
        jar = directory.resolve("program.jar");
        String name = Program.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var content = Program.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry(name));
            content.transferTo(out);
        }
    }

    @Test
    void theFirstJvmWritesTheArchiveThatLaterOnesUse() throws Exception {
        Files.createDirectories(cache);
        Path old = Files.writeString(cache.resolve("old"), "of another version");
        ClassArchive first = archive();
        run(first.options());
        assertTrue(Files.exists(first.created()), "the JVM wrote no archive");
        first.keep();
        assertFalse(Files.exists(old), "the archive of another version is left");
        List<String> options = new ArrayList<>(archive().options());
        assertTrue(options.contains("-XX:SharedArchiveFile=" + first.file()), options::toString);
        options.add("-Xshare:on"); // fails if the archive cannot be used
        run(options);
    }

    @Test
    void aJvmThatWritesNoneChangesNothing() throws IOException {
        ClassArchive archive = archive();
        archive.keep();
        assertFalse(Files.exists(archive.file()));
    }

    @Test
    void aCacheThatCannotBeWrittenHasNone() throws IOException {
        ClassArchive archive = ClassArchive.in(jar.resolve("below a file"), List.of(jar));
        assertEquals(List.of(), archive.options());
        archive.keep();
    }

    @Test
    void anotherJarHasAnotherArchive() throws IOException {
        Path file = archive().file();
        assertEquals(file, archive().file());
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        assertFalse(file.equals(archive().file()));
    }

    @Test
    void directoriesOfClassesHaveNone() throws IOException {
        assertEquals(Optional.empty(), ClassArchive.of(List.of(jar, directory)));
    }

    private ClassArchive archive() throws IOException {
        return ClassArchive.in(cache, List.of(jar));
    }

    private void run(List<String> options) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", jar.toString(), Program.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
    }
}
