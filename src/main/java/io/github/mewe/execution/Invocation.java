package io.github.mewe.execution;

import java.util.List;

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
