package io.github.mewe.engine.fork;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.ClassPath;
import io.github.mewe.common.OptimizingCompiler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How to start the forked JVM: with options for runs of seconds, which a plugin cannot set in Maven's JVM.
 *
 * @param largestInput the size of the largest file that it will diversify, in bytes
 * @param arguments the user's options, which take precedence
 */
record ForkedJvm(long largestInput, List<String> arguments) {
    /** Larger inputs keep the optimizing compiler busy long enough to gain from it. */
    private static final long LARGE_INPUT = 5 << 20;

    /** Most objects die young, so a larger space for them takes memory and saves no time. */
    private static final String YOUNG_SPACE = "-XX:MaxNewSize=256m";

    /** From this version on, JVMs warn of native libraries unless they are allowed. */
    private static final int WARNS_OF_NATIVE_ACCESS = 24;

    private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC\\b");

    /** The environment variables from which a JVM takes options. */
    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /** The properties that the forked JVM takes over. */
    private static final List<String> PROPERTIES = Stream.concat(
                    Stream.of("java.io.tmpdir", "user.home"), BinaryenModule.NATIVE_PROPERTIES.stream())
            .toList();

    /**
     * The command line.
     *
     * @param classPath the plugin's class path
     * @param archive the archive of its classes
     */
    List<String> command(List<Path> classPath, Optional<ClassArchive> archive) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options());
        if (isHotSpot() && archive.isPresent()) {
            command.addAll(archive.get().options());
        }
        if (Runtime.version().feature() >= WARNS_OF_NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        for (String property : PROPERTIES) {
            Optional.ofNullable(System.getProperty(property))
                    .ifPresent(value -> command.add("-D" + property + "=" + value));
        }
        command.addAll(arguments);
        command.add("-cp");
        command.add(ClassPath.text(classPath));
        command.add(DiversifierProcess.class.getName());
        return command;
    }

    /** The options for the size of the input. */
    List<String> options() {
        var options = new ArrayList<String>();
        if (!isHotSpot()) {
            return options;
        }
        if (!hasCollector()) {
            options.add("-XX:+UseParallelGC");
            options.add(YOUNG_SPACE);
        }
        if (largestInput < LARGE_INPUT) {
            options.add("-XX:TieredStopAtLevel=1");
            options.add("-D" + OptimizingCompiler.ABSENT_PROPERTY + "=true");
        }
        return options;
    }

    /** Returns true if the user chooses the garbage collector. The JVM rejects a second one. */
    private boolean hasCollector() {
        return Stream.concat(
                        arguments.stream(),
                        VARIABLES.stream().map(System::getenv).filter(Objects::nonNull))
                .anyMatch(options -> COLLECTOR.matcher(options).find());
    }

    private static boolean isHotSpot() {
        return !System.getProperty("java.vm.name").contains("OpenJ9");
    }
}
