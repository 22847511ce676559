package io.github.mewe.execution;

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
 * The engine that comes with the plugin: Endive, in pure Java, which translates functions to Java bytecode and
 * interprets those that are too large for a Java method.
 */
public final class EndiveEngine implements Engine {
    /** So many imports that it lacks are named. */
    private static final int SHOWN = 5;

    private final boolean compiles;
    private final boolean answers;
    private final Watchdog timeLimit = new Watchdog();

    private EndiveEngine(boolean compiles, boolean answers) {
        this.compiles = compiles;
        this.answers = answers;
    }

    /** The engine as it is fast. */
    public static EndiveEngine compiling() {
        return new EndiveEngine(true, false);
    }

    /** The engine as it only interprets: slow, ready at once, and a second opinion. */
    public static EndiveEngine interpreting() {
        return new EndiveEngine(false, false);
    }

    /**
     * The engine with a stub for every imported function that takes and gives numbers, so that modules can be compared
     * whose host is not there.
     */
    public static EndiveEngine answering() {
        return new EndiveEngine(true, true);
    }

    @Override
    public String name() {
        return answers ? "endive with stubs for imports" : compiles ? "endive" : "endive-interpreter";
    }

    @Override
    public PreparedModule prepare(byte[] binary, String name) {
        WasmModule module = understood(() -> Parser.parse(binary));
        List<FunctionImport> stubbed = stubbed(module);
        Function<Instance, Machine> machines = compiles ? understood(() -> compiled(module)) : InterpreterMachine::new;
        return new EndiveModule(module, name, stubbed, machines, timeLimit);
    }

    private static Function<Instance, Machine> compiled(WasmModule module) {
        return MachineFactoryCompiler.builder(module)
                .withInterpreterFallback(InterpreterFallback.SILENT)
                .compile();
    }

    /** The module is valid: what the engine then refuses, it does not know. */
    static <T> T understood(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw new EngineLimitException("it uses what the engine does not know: " + e.getMessage(), e);
        }
    }

    /** The imports that stubs answer; all others the engine has. */
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
            if (answers
                    && imported instanceof FunctionImport function
                    && EndiveStubs.canBe(module.typeSection().getType(function.typeIndex()))) {
                stubbed.add(function);
            } else {
                missing.add(path);
            }
        }
        if (!missing.isEmpty()) {
            List<String> shown = missing.stream().limit(SHOWN).toList();
            throw new EngineLimitException(
                    "it imports " + String.join(", ", shown)
                            + (missing.size() > shown.size() ? " and " + (missing.size() - shown.size()) + " more" : "")
                            + ", and the engine has no imports but those of " + EndiveHost.WASI
                            + (answers ? " and stubs for functions of numbers" : ""),
                    null);
        }
        return stubbed;
    }

    private static String path(ImportFunction function) {
        return function.module() + '.' + function.name();
    }

    /** A type of the engine. */
    static ValueKind kind(ValType type) {
        return type.isNumeric()
                ? ValueKind.valueOf(type.name().toUpperCase(Locale.ROOT))
                : type.equals(ValType.V128) ? ValueKind.V128 : ValueKind.REFERENCE;
    }
}
