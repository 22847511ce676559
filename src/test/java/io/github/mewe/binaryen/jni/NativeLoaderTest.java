package io.github.mewe.binaryen.jni;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.XZInputStream;

class NativeLoaderTest {

    /** A path where nobody, not even root, can create a directory. */
    private static final Path NOWHERE = Path.of("/proc/nowhere");

    @TempDir
    private Path scratch;

    private Path temporary;
    private Path home;

    @BeforeEach
    void directories() throws IOException {
        temporary = Files.createDirectory(scratch.resolve("temporary"));
        home = Files.createDirectory(scratch.resolve("home"));
    }

    // ------------------------------------------------------------------- class loaders and threads

    @Test
    void eachClassLoaderLoadsItsOwnCopy() throws Exception {
        try (URLClassLoader first = classLoader();
                URLClassLoader second = classLoader()) {
            assertNotSame(use(first), use(second));
            assertNotSame(use(first), Binaryen.class);
            use(second);
        }
    }

    @Test
    void classLoadersLoadInParallel() throws Exception {
        List<URLClassLoader> loaders = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Class<?>>> uses = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                URLClassLoader loader = classLoader();
                loaders.add(loader);
                uses.add(() -> use(loader));
                uses.add(() -> use(loader));
            }
            for (Future<Class<?>> use : threads.invokeAll(uses, 2, TimeUnit.MINUTES)) {
                use.get();
            }
        } finally {
            threads.shutdownNow();
            for (URLClassLoader loader : loaders) {
                loader.close();
            }
        }
    }

    @Test
    void aJvmThatUnloadedTheLibraryExitsCleanly() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/maps")), "only Linux lists loaded libraries here");
        assertEquals(new Outcome(0, ""), run(command(UnloadInChildJvm.class)));
    }

    /** Creates a module with the binding of a class loader and returns the class of the binding. */
    private static Class<?> use(ClassLoader loader) throws ReflectiveOperationException {
        Class<?> binding = loader.loadClass(Binaryen.class.getName());
        Object module = binding.getMethod("BinaryenModuleCreate").invoke(null);
        binding.getMethod("BinaryenModuleDispose", long.class).invoke(null, module);
        return binding;
    }

    /** Isolated from the classes of this test, like a plugin realm. */
    private static URLClassLoader classLoader() {
        URL[] classes = {location(NativeLoader.class), location(XZInputStream.class)};
        return new URLClassLoader(classes, ClassLoader.getPlatformClassLoader());
    }

    // ------------------------------------------------------------------- where it is loaded from

    @Test
    void printsNothingAndLeavesNoFiles() throws Exception {
        Outcome outcome = load();
        assertEquals(new Outcome(0, ""), outcome);
        assertEquals(List.of(), filesBelow(scratch));
    }

    @Test
    void laterStartsUseTheKeptLibrary() throws Exception {
        assertLoads();
        Path kept;
        try (Stream<Path> files = Files.list(home.resolve(".cache/mewe-maven-plugin/libraries"))) {
            kept = files.toList().get(0);
        }
        FileTime time = FileTime.fromMillis(0);
        Files.setLastModifiedTime(kept, time);
        assertLoads();
        assertEquals(time, Files.getLastModifiedTime(kept), "the library was unpacked again");
    }

    @Test
    void fallsBackToTheUsersCacheIfTheTemporaryDirectoryIsNotWritable() throws Exception {
        temporary = NOWHERE;
        assertLoads();
    }

    @Test
    void fallsBackToTheUsersCacheIfTheTemporaryDirectoryIsNotExecutable() throws Exception {
        assertEquals(new Outcome(0, ""), run(mounted("noexec", command())));
    }

    @Test
    void fallsBackToTheUsersCacheIfTheTemporaryDirectoryIsFull() throws Exception {
        assertEquals(new Outcome(0, ""), run(mounted("size=64k", command())));
    }

    @Test
    void worksWithoutAHomeDirectory() throws Exception {
        home = NOWHERE;
        assertLoads();
    }

    @Test
    void fallsBackToTheCallersDirectory() throws Exception {
        temporary = NOWHERE;
        home = NOWHERE;
        Path directory = scratch.resolve("target");
        assertLoads(directory.toString());
        assertTrue(Files.isDirectory(directory), "no copy was made there");
    }

    @Test
    void triesTheDirectoryOfThePropertyFirst() throws Exception {
        Path directory = scratch.resolve("a directory").resolve("below");
        assertLoads(NativeLoader.DIRECTORY_PROPERTY + "=" + directory);
        assertTrue(Files.isDirectory(directory), "no copy was made there");
    }

    @Test
    void loadsTheLibraryOfTheProperty() throws Exception {
        temporary = NOWHERE;
        home = NOWHERE;
        Path library = scratch.resolve("my library.so");
        BundledLibraries.read()
                .unpack(NativePlatform.current().library(), new KeptLibraries(Optional.empty()), library);
        Outcome outcome = load(NativeLoader.LIBRARY_PROPERTY + "=" + library);
        assertEquals(new Outcome(0, ""), outcome);
        assertEquals(List.of(library), filesBelow(scratch));
    }

    // ------------------------------------------------------------------- failures

    @Test
    void reportsAllDirectoriesAndTheRemedies() throws Exception {
        temporary = NOWHERE.resolve("temporary");
        home = NOWHERE.resolve("home");
        assertFails(
                load(NOWHERE.resolve("target").toString()),
                "on linux-x86_64 (glibc)",
                "\n  /proc/nowhere/temporary: ",
                "\n  /proc/nowhere/home/.cache/mewe-maven-plugin: ",
                "\n  /proc/nowhere/target: ",
                "-Dmewe.native.directory=DIRECTORY",
                "-Dmewe.native.library=FILE");
    }

    @Test
    void reportsADirectoryThatIsNotExecutable() throws Exception {
        home = NOWHERE;
        assertFails(run(mounted("noexec", command())), temporary + ": ", "failed to map segment", "noexec");
    }

    @Test
    void reportsAMissingLibraryAndTheProperty() throws Exception {
        Path library = scratch.resolve("absent.so");
        assertFails(
                load(NativeLoader.LIBRARY_PROPERTY + "=" + library),
                library.toString(),
                NativeLoader.LIBRARY_PROPERTY,
                "linux-x86_64");
    }

    @Test
    void reportsAnInvalidLibrary() throws Exception {
        Path library = Files.writeString(scratch.resolve("text.so"), "no library\n".repeat(999));
        assertFails(load(NativeLoader.LIBRARY_PROPERTY + "=" + library), library.toString(), "invalid ELF header");
        assertTrue(Files.exists(library), "deleted the user's file");
    }

    @Test
    void reportsAnUnsupportedPlatform() throws Exception {
        assertFails(
                load("os.arch=riscv64"),
                "does not support linux-riscv64 (glibc)",
                "a JDK for one of these platforms",
                NativePlatform.current().library(),
                "-Dmewe.native.library=FILE");
        assertFails(load("os.name=Windows 11", "os.arch=aarch64"), "does not support windows-aarch64", "x86-64 JDK");
        assertEquals(List.of(), filesBelow(scratch));
    }

    private void assertLoads(String... arguments) throws Exception {
        assertEquals(new Outcome(0, ""), load(arguments));
        assertEquals(List.of(), filesBelow(scratch));
    }

    private static void assertFails(Outcome outcome, String... parts) {
        assertEquals(LoadInChildJvm.CANNOT_LOAD, outcome.exitCode(), outcome.output());
        assertAll(Stream.of(parts)
                .map(part -> () -> assertTrue(
                        outcome.output().contains(part), () -> "no '" + part + "' in: " + outcome.output())));
    }

    // ------------------------------------------------------------------- child JVMs

    /** The exit code and the output of a child process. */
    private record Outcome(int exitCode, String output) {}

    private Outcome load(String... arguments) throws Exception {
        return run(command(arguments));
    }

    private List<String> command(String... arguments) throws Exception {
        return command(LoadInChildJvm.class, arguments);
    }

    private List<String> command(Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:-UsePerfData");
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-Duser.home=" + home);
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator, classPath(NativeLoader.class), classPath(XZInputStream.class), classPath(main)));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    private static String classPath(Class<?> type) throws Exception {
        return Path.of(location(type).toURI()).toString();
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    /** Runs the command in a namespace where the temporary directory is mounted with these options. */
    private List<String> mounted(String options, List<String> command) throws Exception {
        String mount = "mount -t tmpfs -o " + options + " tmpfs '" + temporary + "'";
        Outcome trial = run(List.of("unshare", "-rm", "sh", "-c", mount));
        assumeTrue(trial.exitCode() == 0, () -> "cannot mount in a private namespace: " + trial.output());
        List<String> mounted = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", mount + " && exec \"$@\"", "sh"));
        mounted.addAll(command);
        return mounted;
    }

    private static Outcome run(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("XDG_CACHE_HOME");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Outcome(-1, e.getMessage());
        }
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    /** The files below a directory except the library that is kept for the next start. */
    private List<Path> filesBelow(Path directory) throws IOException {
        Path kept = home.resolve(".cache/mewe-maven-plugin/libraries");
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(kept))
                    .toList();
        }
    }
}
