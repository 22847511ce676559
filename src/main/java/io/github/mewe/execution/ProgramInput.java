package io.github.mewe.execution;

import java.util.List;
import java.util.Map;

/**
 * What a WASI program is given; it is run by a call of its export {@code _start}.
 *
 * @param arguments the program's arguments, its own name not among them
 * @param stdin what it reads from its standard input
 * @param environment its environment variables
 * @param files the files that it finds below {@code /}, by their paths, with {@code /} between names and none in front;
 *     each instance has its own copies, and one that is given none has no directory
 */
public record ProgramInput(
        List<String> arguments, byte[] stdin, Map<String, String> environment, Map<String, byte[]> files) {
    /** The export. */
    public static final String EXPORT = "_start";

    /** Copies the collections. */
    public ProgramInput {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        files = Map.copyOf(files);
    }

    /** A program without files. */
    public ProgramInput(List<String> arguments, byte[] stdin, Map<String, String> environment) {
        this(arguments, stdin, environment, Map.of());
    }

    @Override
    public String toString() {
        return EXPORT + (arguments.isEmpty() ? "" : " with " + String.join(" ", arguments));
    }
}
