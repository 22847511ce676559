package io.github.mewe.measure;

import java.io.IOException;

/** An engine's optimising compiler from WebAssembly to machine code. */
public interface OptimisingCompiler {

    /** The name for messages. */
    String name();

    /**
     * Compiles every function of a module with all optimisations but inlining.
     *
     * @param module a module in the binary format
     * @throws CompilationRefusedException if the engine rejects the module or cannot be loaded
     * @throws IOException if the engine cannot be run
     * @throws InterruptedException if the thread is interrupted while the engine runs
     */
    MachineCode compile(byte[] module) throws CompilationRefusedException, IOException, InterruptedException;
}
