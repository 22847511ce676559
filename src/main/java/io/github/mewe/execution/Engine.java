package io.github.mewe.execution;

/** Runs modules. Provides WASI and the imports of randomness sources and traces only. */
public interface Engine {
    /** The name for documents and messages. */
    String name();

    /**
     * Compiles a module for any number of instances.
     *
     * @param binary a valid module
     * @param name the first argument of a WASI program
     * @throws EngineLimitException if the engine cannot run the module
     */
    PreparedModule prepare(byte[] binary, String name);
}
