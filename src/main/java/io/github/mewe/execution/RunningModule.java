package io.github.mewe.execution;

import java.util.List;
import java.util.Map;

/** An instance of a module. Used by one thread at a time. */
public interface RunningModule extends AutoCloseable {
    /**
     * Calls an export.
     *
     * @param export the name of an exported function
     * @param arguments the bits of its arguments; of a 32-bit type the lower half counts
     * @return what came of it
     * @throws IllegalArgumentException if there is no such function, or it takes something else
     */
    CallOutcome call(String export, long... arguments);

    /** What the program wrote to its standard output. */
    byte[] stdout();

    /** What the program wrote to its standard error. */
    byte[] stderr();

    /**
     * The files below the program's directory as they are now, by their paths.
     *
     * @return empty if it has no directory
     */
    Map<String, byte[]> files();

    /** The calls of imports that the engine's stubs answered, if it has any. */
    HostCalls hostCalls();

    /**
     * The names of the memories that the engine can look into: {@code memory 0} and so on where it sees all, else what
     * they are exported by. One that the linker added comes behind the module's own.
     */
    List<String> memories();

    /**
     * A copy of a memory's bytes.
     *
     * @param name one of {@link #memories}
     */
    byte[] memory(String name);

    /**
     * The globals of scalar types that the engine can look into, named as memories are: {@code global 0} and so on, or
     * by their exports.
     */
    Map<String, Value> globals();

    /** The globals of scalar types that are exported, by their exports. */
    Map<String, Value> exportedGlobals();

    @Override
    void close();
}
