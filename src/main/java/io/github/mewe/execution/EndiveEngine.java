package io.github.mewe.execution;

import io.github.mewe.wasm.NarrowStores;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.Instance;
import run.endive.runtime.InterpreterMachine;
import run.endive.runtime.Machine;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.Import;
import run.endive.wasm.types.ValType;

/**
 * The embedded engine: Endive, in pure Java. It compiles functions to JVM bytecode and interprets those that are too
 * large for a Java method.
 */
public final class EndiveEngine implements Engine {
    private static final int NAMED_IMPORTS = 5;

    /** The size in bytes from which a body may be too large for a Java method, which has at most 64 KiB. */
    private static final int LEAST_INTERPRETED = 2048;

    private final boolean compiles;
    private final boolean stubsImports;
    private final Watchdog watchdog = new Watchdog();

    private EndiveEngine(boolean compiles, boolean stubsImports) {
        this.compiles = compiles;
        this.stubsImports = stubsImports;
    }

    /** Compiles to JVM bytecode (fast mode). */
    public static EndiveEngine compiling() {
        return new EndiveEngine(true, false);
    }

    /** Interprets only: slow, but starts at once, and independent of the compiler. */
    public static EndiveEngine interpreting() {
        return new EndiveEngine(false, false);
    }

    /**
     * The same engine, which stubs every imported function with scalar parameters and results, so that modules can be
     * compared without their hosts.
     */
    EndiveEngine withStubs() {
        return new EndiveEngine(compiles, true);
    }

    @Override
    public String name() {
        return (compiles ? "endive" : "endive-interpreter") + (stubsImports ? " with stubs for imports" : "");
    }

    @Override
    public PreparedModule prepare(byte[] binary, String name) {
        byte[] executed = supported(() -> NarrowStores.replaceAll(binary, compiles ? LEAST_INTERPRETED : 0));
        WasmModule module = supported(() -> Parser.parse(executed));
        List<FunctionImport> stubbed = stubbed(module);
        Function<Instance, Machine> machines = compiles ? supported(() -> compiled(module)) : InterpreterMachine::new;
        return new EndiveModule(module, name, stubbed, machines, watchdog);
    }

    private static Function<Instance, Machine> compiled(WasmModule module) {
        return MachineFactoryCompiler.builder(module)
                .withInterpreterFallback(InterpreterFallback.SILENT)
                .compile();
    }

    /** Runs work on a valid module; a failure then means that the engine lacks a feature. */
    static <T> T supported(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw new EngineLimitException("the engine does not support the module: " + e.getMessage(), e);
        }
    }

    /** Selects the imports to stub; the engine itself provides the others. */
    private List<FunctionImport> stubbed(WasmModule module) {
        Set<String> known;
        try (var host = new EndiveHost("", RunEnvironment.DEFAULT)) {
            known = Arrays.stream(host.functions()).map(EndiveEngine::path).collect(Collectors.toSet());
        }
        var stubbed = new ArrayList<FunctionImport>();
        var missing = new TreeSet<String>();
        for (int i = 0; i < module.importSection().importCount(); i++) {
            Import imported = module.importSection().getImport(i);
            String path = imported.module() + '.' + imported.name();
            if (imported instanceof FunctionImport && known.contains(path)) {
                continue;
            }
            if (stubsImports
                    && imported instanceof FunctionImport function
                    && EndiveStubs.canStub(module.typeSection().getType(function.typeIndex()))) {
                stubbed.add(function);
            } else {
                missing.add(path);
            }
        }
        if (!missing.isEmpty()) {
            List<String> shown = missing.stream().limit(NAMED_IMPORTS).toList();
            throw new EngineLimitException(
                    "the module imports " + String.join(", ", shown)
                            + (missing.size() > shown.size() ? " and " + (missing.size() - shown.size()) + " more" : "")
                            + "; the engine provides only " + EndiveHost.WASI
                            + (stubsImports ? " and stubs for functions on numbers" : ""),
                    null);
        }
        return stubbed;
    }

    private static String path(ImportFunction function) {
        return function.module() + '.' + function.name();
    }

    static ValueType kind(ValType type) {
        return type.isNumeric() || type.equals(ValType.V128)
                ? ValueType.numeric(type.name().toLowerCase(Locale.ROOT)).orElseThrow()
                : ValueType.REFERENCE;
    }
}
