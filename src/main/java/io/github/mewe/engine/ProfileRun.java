package io.github.mewe.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a module shall do while it is profiled.
 *
 * @param start the run of a WASI program, if it is one
 * @param invocations the calls of exports, in order; made after the start
 */
public record ProfileRun(Optional<Start> start, List<Invocation> invocations) {
    /** Copies the list. */
    public ProfileRun {
        invocations = List.copyOf(invocations);
    }

    /**
     * A run of a WASI program: a call of its export {@code _start}.
     *
     * @param arguments the program's arguments, its own name not among them
     * @param stdin what it reads from its standard input
     * @param environment its environment variables
     */
    public record Start(List<String> arguments, byte[] stdin, Map<String, String> environment) {
        /** Copies the collections. */
        public Start {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * A call of an export, made several times.
     *
     * @param export the export's name
     * @param arguments numbers, read as the parameters' types say: decimal, or hexadecimal with {@code 0x}
     * @param times how often it is called
     */
    public record Invocation(String export, List<String> arguments, int times) {
        /** Copies the list. */
        public Invocation {
            arguments = List.copyOf(arguments);
        }

        @Override
        public String toString() {
            return export + "(" + String.join(", ", arguments) + ")";
        }
    }
}
