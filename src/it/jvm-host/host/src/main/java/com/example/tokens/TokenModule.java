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
 * The module, read and translated once. It makes instances, which takes little time. It can be shared by threads;
 * instances cannot.
 */
public final class TokenModule {
    private static final String RESOURCE = "/tokens-service-diversified.wasm";

    /** One for all: it is safe for threads, and seeds itself from the operating system. */
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

    /** A module as Java bytecode: takes a moment, and then is fast. */
    static TokenModule compiled(byte[] binary) {
        WasmModule module = Parser.parse(binary);
        return new TokenModule(module, MachineFactoryCompiler.compile(module));
    }

    /** A module that is interpreted: ready at once, and slow. */
    static TokenModule interpreted(byte[] binary) {
        return new TokenModule(Parser.parse(binary), InterpreterMachine::new);
    }

    /**
     * An instance that makes choices of its own, which nobody can foresee.
     *
     * @param key what tokens are signed with
     */
    public TokenInstance instantiate(byte[] key) {
        return instantiate(key, ImportValues.empty(), RANDOM.nextLong(), RANDOM.nextLong());
    }

    /** An instance whose choices follow from a seed: for tests, and to look into what went wrong. */
    TokenInstance instantiate(byte[] key, ImportValues imports, long low, long high) {
        Instance instance = instance(imports);
        // Before anything else is called: it would choose by the seed of the build, which is no secret.
        instance.export("mewe_seed").apply(low, high);
        return new TokenInstance(instance, key);
    }

    /** An instance that is not seeded: that is for the original, which has nothing to seed. */
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
