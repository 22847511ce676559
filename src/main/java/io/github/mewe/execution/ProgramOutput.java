package io.github.mewe.execution;

import java.util.Map;

/**
 * The output of a WASI program.
 *
 * @param stdout its standard output
 * @param stderr its standard error
 * @param files the files below its directory after the run, by their paths
 */
public record ProgramOutput(byte[] stdout, byte[] stderr, Map<String, byte[]> files) {
    /** No output. */
    public static final ProgramOutput NONE = new ProgramOutput(new byte[0], new byte[0], Map.of());

    /** Copies the map. */
    public ProgramOutput {
        files = Map.copyOf(files);
    }
}
