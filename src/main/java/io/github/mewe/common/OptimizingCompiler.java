package io.github.mewe.common;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.ObjectName;

/**
 * Keeps the JVM's optimizing compiler (HotSpot's C2) from the code that generates and checks variants. This code is
 * large, runs for seconds, and meets many types; compiling it takes more time than the compiled code saves. The JVM's
 * fast compiler (C1) still compiles it. Other JVMs, and other code, are not affected.
 *
 * <p>The directives are those of {@code jcmd Compiler.directives_add}.
 */
public final class OptimizingCompiler {
    private static final String ROOT = "io/github/mewe/";
    static final List<String> PACKAGES = List.of(
            "binaryen",
            "common",
            "engine",
            "equivalence/derivation",
            "equivalence/validation",
            "ir",
            "link",
            "profile",
            "variant");

    /**
     * The directives themselves take time, and the code for smaller modules hardly runs often enough to be optimized.
     */
    private static final int LEAST_SIZE = 100_000;

    /** The system property with which a JVM says that it runs without that compiler. */
    public static final String ABSENT_PROPERTY = "mewe.optimizingCompilerAbsent";

    private OptimizingCompiler() {}

    /** Adds the directives once. */
    private static final class Directives {
        static final boolean ARE_ADDED = add(directives());
    }

    /**
     * Excludes the packages for the rest of the JVM's life if a module is so large that their code would be optimized.
     * Does nothing if the JVM has no such directives. Returns at once, because adding the directives takes time; until
     * they are added, little code runs often enough to be optimized.
     */
    public static void prepareFor(int moduleBytes) {
        if (moduleBytes >= LEAST_SIZE && !Boolean.getBoolean(ABSENT_PROPERTY)) {
            var thread = new Thread(OptimizingCompiler::exclude, "mewe-directives");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Returns true if the packages are excluded. */
    static boolean exclude() {
        return Directives.ARE_ADDED;
    }

    private static String directives() {
        return PACKAGES.stream()
                .map(name -> '"' + ROOT + name + "*.*\"")
                .collect(Collectors.joining(",", "[{match:[", "],c2:{Exclude:true}}]"));
    }

    private static boolean add(String directives) {
        try {
            Path file = Files.createTempFile("mewe", ".json");
            try {
                Files.write(file, directives.getBytes(StandardCharsets.UTF_8));
                return diagnosticCommand("compilerDirectivesAdd", "\"" + file + "\"")
                        .contains("directives added");
            } finally {
                Files.delete(file);
            }
        } catch (IOException | JMException | JMRuntimeException | SecurityException e) {
            // Only speed is lost.
            return false;
        }
    }

    private static String diagnosticCommand(String operation, String argument) throws JMException {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        operation,
                        new Object[] {new String[] {argument}},
                        new String[] {String[].class.getName()});
    }
}
