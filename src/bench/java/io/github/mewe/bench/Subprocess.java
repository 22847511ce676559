package io.github.mewe.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs programs and waits for their ends. */
public final class Subprocess {
    private Subprocess() {}

    /**
     * Runs a program.
     *
     * @return its standard output
     * @throws IllegalStateException if it fails; the message contains its error output
     */
    public static String output(List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("errors", ".log");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String output;
            try (var in = process.getInputStream()) {
                output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException("exit status " + status + " from " + String.join(" ", command) + ":\n"
                        + Files.readString(errors));
            }
            return output;
        } finally {
            Files.delete(errors);
        }
    }

    /** Installs workerd, the runtime of Cloudflare Workers. */
    public static void workerd() throws IOException, InterruptedException {
        output(List.of("bash", ProjectFiles.file("src/test/runtimes/install.sh").toString(), "workerd"));
    }

    /** Runs a class of this JVM's class path in a fresh JVM. */
    public static String java(String heap, Class<?> main, List<String> arguments)
            throws IOException, InterruptedException {
        return java(List.of("-Xmx" + heap), List.of(), main, arguments);
    }

    /** Runs a class of this JVM's class path in a fresh JVM with some options. */
    public static String java(List<String> options, Class<?> main, List<String> arguments)
            throws IOException, InterruptedException {
        return java(options, List.of(), main, arguments);
    }

    /**
     * Runs a class in a fresh JVM without some libraries of this JVM's class path.
     *
     * @param libraries parts of the libraries' file names
     */
    public static String java(String heap, List<String> libraries, Class<?> main, List<String> arguments)
            throws IOException, InterruptedException {
        return java(List.of("-Xmx" + heap), libraries, main, arguments);
    }

    private static String java(List<String> options, List<String> libraries, Class<?> main, List<String> arguments)
            throws IOException, InterruptedException {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> libraries.stream()
                        .noneMatch(Path.of(entry).getFileName().toString()::contains))
                .collect(Collectors.joining(File.pathSeparator));
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-Dproject.basedir=" + ProjectFiles.file(""), "-cp", classPath, main.getName()));
        command.addAll(arguments);
        return output(command);
    }
}
