package io.github.mewe.execution;

import java.util.List;

/**
 * A repeated call of an export.
 *
 * @param arguments numbers of the parameters' types: decimal, or hexadecimal with {@code 0x}
 * @param times the number of calls
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
