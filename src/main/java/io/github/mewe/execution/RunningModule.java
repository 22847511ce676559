package io.github.mewe.execution;

import java.util.List;
import java.util.Map;

/** An instance of a module, for one thread at a time. */
public interface RunningModule extends AutoCloseable {
    /**
     * Calls an export.
     *
     * @param export the name of an exported function
     * @param arguments the bits of the arguments; for 32-bit types the lower half
     * @throws IllegalArgumentException if the module exports no such function
     */
    CallOutcome call(String export, long... arguments);

    /** The program's standard output so far. */
    byte[] stdout();

    /** The program's standard error so far. */
    byte[] stderr();

    /**
     * The current files below the program's directory, by relative paths.
     *
     * @return empty if the program has no directory
     */
    Map<String, byte[]> files();

    /** The calls of stubbed imports. */
    HostCalls hostCalls();

    /**
     * The names of the memories that the engine can read: {@code memory 0} and so on if it can read all, else the names
     * of their exports. A memory that the linker added follows the module's own.
     */
    List<String> memories();

    /**
     * A copy of a memory's bytes.
     *
     * @param name one of {@link #memories}
     */
    byte[] memory(String name);

    /**
     * The globals of scalar types that the engine can read, named like memories: {@code global 0} and so on, or by
     * their exports.
     */
    Map<String, Value> globals();

    /** The exported globals of scalar types, by their exports. */
    Map<String, Value> exportedGlobals();

    @Override
    void close();
}
