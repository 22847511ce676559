package io.github.mewe.measure;

import io.github.mewe.common.ClassPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * V8's optimising compiler in Javet, which users may add to the plugin's dependencies. Javet's release builds cannot
 * print instructions, but can write machine code into a file for the profiler perf. The flags for this apply to a whole
 * process, so each module is compiled in a separate JVM.
 */
public final class JavetCompiler implements OptimisingCompiler {
    private static final int MOST_MESSAGE = 600;
    private static final String SYSTEM = "Linux";
    private static final String ARCHITECTURE = "amd64";

    @Override
    public String name() {
        return "V8 in the JVM";
    }

    @Override
    public MachineCode compile(byte[] module) throws CompilationRefusedException, IOException, InterruptedException {
        if (!System.getProperty("os.name").equals(SYSTEM)
                || !System.getProperty("os.arch").equals(ARCHITECTURE)) {
            throw new CompilationRefusedException(
                    name() + " reveals its machine code on Linux on x86-64 only. Node does so everywhere");
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
        run(directory, Files.write(directory.resolve("module.wasm"), module));
        String version = Files.readString(directory.resolve(JavetCompilerProcess.VERSION));
        try (Stream<Path> files = Files.list(directory)) {
            Path dump = files.filter(JavetCompiler::isDump)
                    .findFirst()
                    .orElseThrow(() -> new CompilationRefusedException("V8 in the JVM wrote no code dump"));
            return new MachineCode("V8 " + version + " in the JVM", X64Fingerprints.of(JitDump.read(dump)));
        }
    }

    private static void run(Path directory, Path module)
            throws CompilationRefusedException, IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        ClassPath.text(ClassPath.of(JavetCompiler.class)),
                        JavetCompilerProcess.class.getName(),
                        module.toString())
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
            throw new CompilationRefusedException("V8 in the JVM exited with code " + exit + ": "
                    + text.substring(0, Math.min(text.length(), MOST_MESSAGE)));
        }
    }

    private static boolean isDump(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("jit-") && name.endsWith(".dump");
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
