package io.github.mewe.execution;

import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import run.endive.runtime.ByteBufferMemory;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.UninstantiableException;
import run.endive.wasm.UnlinkableException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.MemorySection;
import run.endive.wasm.types.ValType;

/** A module that Endive has parsed and, in compiling mode, translated. */
final class EndiveModule implements PreparedModule {
    private final WasmModule module;
    private final String name;
    private final List<FunctionImport> stubbed;
    private final Function<Instance, Machine> machines;
    private final Watchdog watchdog;
    private final Map<String, Export> exports = new HashMap<>();
    private final List<ExportedFunction> functions;

    EndiveModule(
            WasmModule module,
            String name,
            List<FunctionImport> stubbed,
            Function<Instance, Machine> machines,
            Watchdog watchdog) {
        this.module = module;
        this.name = name;
        this.stubbed = List.copyOf(stubbed);
        this.machines = machines;
        this.watchdog = watchdog;
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export export = module.exportSection().getExport(i);
            exports.put(export.name(), export);
        }
        functions = exports.values().stream()
                .filter(export -> export.exportType() == ExternalType.FUNCTION)
                .map(this::exported)
                .sorted(Comparator.comparing(ExportedFunction::name))
                .toList();
    }

    private ExportedFunction exported(Export export) {
        FunctionType type = type(export.index());
        return new ExportedFunction(export.name(), kinds(type.params()), kinds(type.returns()));
    }

    private FunctionType type(int function) {
        var imported = new ArrayList<Integer>();
        for (int i = 0; i < module.importSection().importCount(); i++) {
            if (module.importSection().getImport(i) instanceof FunctionImport of) {
                imported.add(of.typeIndex());
            }
        }
        return function < imported.size()
                ? module.typeSection().getType(imported.get(function))
                : module.functionSection().getFunctionType(function - imported.size(), module.typeSection());
    }

    private static List<ValueType> kinds(List<ValType> types) {
        return types.stream().map(EndiveEngine::kind).toList();
    }

    int memoryCount() {
        return module.memorySection().map(MemorySection::memoryCount).orElse(0);
    }

    Map<String, Export> exports() {
        return exports;
    }

    Watchdog watchdog() {
        return watchdog;
    }

    @Override
    public List<ExportedFunction> functions() {
        return functions;
    }

    @Override
    public RunningModule instantiate(RunEnvironment environment) {
        var host = new EndiveHost(name, environment);
        try {
            var made = new Instance[1];
            CallOutcome outcome = EndiveOutcomes.outcome(watchdog, environment, List.of(), () -> {
                made[0] = instance(host, environment);
                return new long[0];
            });
            if (made[0] == null || outcome instanceof CallOutcome.Stopped) {
                throw new FailedInstantiationException(
                        "the module cannot be instantiated: " + described(outcome), outcome);
            }
            return new EndiveInstance(this, host, made[0], environment);
        } catch (RuntimeException | Error e) {
            host.close();
            throw e;
        }
    }

    private Instance instance(EndiveHost host, RunEnvironment environment) {
        try {
            // Callers run a program through its export _start.
            return Instance.builder(module)
                    .withImportValues(ImportValues.builder()
                            .addFunction(host.functions())
                            .addFunction(stubs(host))
                            .build())
                    .withStart(false)
                    .withMemoryFactory(declared -> new ByteBufferMemory(limited(declared, environment.mostPages())))
                    .withMachineFactory(machines)
                    .build();
        } catch (UnlinkableException e) {
            throw new EngineLimitException("the module cannot be linked: " + e.getMessage(), e);
        } catch (UninstantiableException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static MemoryLimits limited(MemoryLimits declared, int most) {
        int limit = Math.max(declared.initialPages(), Math.min(most, declared.maximumPages()));
        return new MemoryLimits(declared.initialPages(), limit, declared.shared());
    }

    private ImportFunction[] stubs(EndiveHost host) {
        return stubbed.stream()
                .map(imported -> host.stubs()
                        .of(
                                imported.module(),
                                imported.name(),
                                module.typeSection().getType(imported.typeIndex())))
                .toArray(ImportFunction[]::new);
    }

    private static String described(CallOutcome outcome) {
        return outcome instanceof CallOutcome.Trapped trap ? trap.message() : "it " + outcome;
    }

    @Override
    public void close() {
        // Nothing to free.
    }
}
