package com.example.tokens;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.function.Function;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.InterpreterMachine;
import run.endive.runtime.Machine;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

/**
 * The module, read and translated once. Creating an instance takes little time. Threads can share the module, but not an instance.
 */
public final class TokenModule {
    private static final String RESOURCE = "/tokens-service-diversified.wasm";

    /** Shared by all threads. The operating system seeds it. */
    private static final SecureRandom RANDOM = new SecureRandom();

    private final WasmModule module;
    private final Function<Instance, Machine> machines;

    private TokenModule(WasmModule module, Function<Instance, Machine> machines) {
        this.module = module;
        this.machines = machines;
    }

    /** The multivariant binary that the build put into this jar, translated to Java bytecode. */
    public static TokenModule load() {
        return compiled(resource(RESOURCE));
    }

    /** A module as Java bytecode: slower to load, fast to run. */
    static TokenModule compiled(byte[] binary) {
        WasmModule module = Parser.parse(binary);
        return new TokenModule(module, MachineFactoryCompiler.compile(module));
    }

    /** An interpreted module: ready at once, slow to run. */
    static TokenModule interpreted(byte[] binary) {
        return new TokenModule(Parser.parse(binary), InterpreterMachine::new);
    }

    /**
     * An instance with unpredictable choices.
     *
     * @param key the key that signs tokens
     */
    public TokenInstance instantiate(byte[] key) {
        return instantiate(key, ImportValues.empty(), RANDOM.nextLong(), RANDOM.nextLong());
    }

    /** An instance whose choices follow from a seed, for tests and for the analysis of failures. */
    TokenInstance instantiate(byte[] key, ImportValues imports, long low, long high) {
        Instance instance = instance(imports);
        // Seed before any other call. Until then, choices follow from the build's seed, which is not secret.
        instance.export("mewe_seed").apply(low, high);
        return new TokenInstance(instance, key);
    }

    /** An unseeded instance, for the original, which has no choices. */
    Instance instance(ImportValues imports) {
        return Instance.builder(module)
                .withImportValues(imports)
                .withMachineFactory(machines)
                .build();
    }

    /** A resource of this jar. */
    static byte[] resource(String name) {
        try (InputStream in = TokenModule.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("There is no resource " + name + ": was this built with Maven?");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
