package io.github.mewe.execution;

/** Runs modules. It has WASI and what a randomness source or a trace imports, and no other imports. */
public interface Engine {
    /** Its name, for reports. */
    String name();

    /**
     * Translates a module, once for any number of instances.
     *
     * @param binary a valid module
     * @param name the program's name, which is the first argument of a WASI program
     * @throws EngineLimitException if the engine cannot run it
     */
    PreparedModule prepare(byte[] binary, String name);
}
