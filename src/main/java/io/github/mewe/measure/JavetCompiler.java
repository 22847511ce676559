package io.github.mewe.measure;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * V8's optimising compiler, as it is in Javet, which users may add. Its release builds cannot print instructions; they
 * write the code itself into a file for the profiler perf. That is asked for by flags which hold for a whole process,
 * so that each module is compiled by a JVM of its own.
 */
public final class JavetCompiler implements OptimisingCompiler {
    private static final int MOST_MESSAGE = 600;
    private static final String ARCHITECTURE = "amd64";

    private final String version;

    /**
     * The compiler.
     *
     * @throws CompilationRefusedException if V8 cannot be loaded
     * @throws IOException if no process can be started
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public JavetCompiler() throws CompilationRefusedException, IOException, InterruptedException {
        Path directory = Files.createTempDirectory("mewe");
        try {
            run(directory, List.of());
            this.version = Files.readString(directory.resolve(JavetCompilerProcess.VERSION));
        } finally {
            delete(directory);
        }
    }

    @Override
    public String name() {
        return "V8 " + version + " in the JVM";
    }

    @Override
    public MachineCode compile(byte[] module) throws CompilationRefusedException, IOException, InterruptedException {
        if (!System.getProperty("os.arch").equals(ARCHITECTURE)) {
            throw new CompilationRefusedException(
                    name() + " shows machine code of x86-64 alone. Where Node is, it does so of" + " any processor");
        }
        Path directory = Files.createTempDirectory("mewe");
        try {
            return compile(module, directory);
        } finally {
            delete(directory);
        }
    }

    private static MachineCode compile(byte[] module, Path directory)
            throws CompilationRefusedException, IOException, InterruptedException {
        run(
                directory,
                List.of(Files.write(directory.resolve("module.wasm"), module).toString()));
        try (Stream<Path> files = Files.list(directory)) {
            Path dump = files.filter(JavetCompiler::isDump)
                    .findFirst()
                    .orElseThrow(
                            () -> new CompilationRefusedException("V8 in the JVM did not show the code that it made"));
            return new X64Fingerprints(JitDump.read(dump)).fingerprints();
        }
    }

    private static void run(Path directory, List<String> arguments)
            throws CompilationRefusedException, IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                JavetCompilerProcess.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exit;
        try {
            exit = process.waitFor();
        } finally {
            process.destroy();
        }
        if (exit != 0) {
            String text = Files.readString(output, StandardCharsets.ISO_8859_1).strip();
            throw new CompilationRefusedException("V8 in the JVM ended with " + exit + ": "
                    + text.substring(0, Math.min(text.length(), MOST_MESSAGE)));
        }
    }

    private static boolean isDump(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("jit-") && name.endsWith(".dump");
    }

    /** What this class is loaded from, and so V8 too. */
    private static String classPath() throws IOException {
        if (!(JavetCompiler.class.getClassLoader() instanceof URLClassLoader loader)) {
            return System.getProperty("java.class.path");
        }
        var files = new ArrayList<String>();
        try {
            for (URL url : loader.getURLs()) {
                files.add(Path.of(url.toURI()).toString());
            }
        } catch (URISyntaxException e) {
            throw new IOException("a part of the plugin's class path cannot be read", e);
        }
        return String.join(File.pathSeparator, files);
    }

    private static void delete(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(directory);
    }
}
