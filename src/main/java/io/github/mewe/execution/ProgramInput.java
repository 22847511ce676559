package io.github.mewe.execution;

import java.util.List;
import java.util.Map;

/**
 * The input of a WASI program, whose export {@code _start} runs it.
 *
 * @param arguments the arguments without the program's name
 * @param stdin the standard input
 * @param environment the environment variables
 * @param files the files below {@code /} by relative paths separated by {@code /}. Each instance gets its own copies;
 *     without files, an instance has no directory
 */
public record ProgramInput(
        List<String> arguments, byte[] stdin, Map<String, String> environment, Map<String, byte[]> files) {
    /** The export that runs a program. */
    public static final String EXPORT = "_start";

    /** Copies the collections. */
    public ProgramInput {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        files = Map.copyOf(files);
    }

    /** The input of a program without files. */
    public ProgramInput(List<String> arguments, byte[] stdin, Map<String, String> environment) {
        this(arguments, stdin, environment, Map.of());
    }

    @Override
    public String toString() {
        return EXPORT + (arguments.isEmpty() ? "" : " with " + String.join(" ", arguments));
    }
}
