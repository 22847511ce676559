package io.github.mewe.measure;

import java.io.IOException;

/** A compiler from WebAssembly to machine code, whose output can be looked at. */
public interface OptimisingCompiler {

    /** The engine's name and version, as they stand in reports. */
    String name();

    /**
     * Compiles every function of a module, with all optimisations but inlining.
     *
     * @param module a module in the binary format
     * @return the machine code
     * @throws CompilationRefusedException if the engine does not take the module
     * @throws IOException if the engine cannot be run
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    MachineCode compile(byte[] module) throws CompilationRefusedException, IOException, InterruptedException;
}
