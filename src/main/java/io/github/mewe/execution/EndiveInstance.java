package io.github.mewe.execution;

import io.github.mewe.wasm.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import run.endive.runtime.GlobalInstance;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.types.ExternalType;

/** An instance in Endive. */
final class EndiveInstance implements RunningModule {
    private static final String MEMORY = "memory ";
    private static final String GLOBAL = "global ";

    private final EndiveModule module;
    private final EndiveHost host;
    private final Instance instance;
    private final RunEnvironment environment;

    EndiveInstance(EndiveModule module, EndiveHost host, Instance instance, RunEnvironment environment) {
        this.module = module;
        this.host = host;
        this.instance = instance;
        this.environment = environment;
    }

    @Override
    public CallOutcome call(String export, long... arguments) {
        ExportedFunction function = module.function(export)
                .filter(found -> found.params().size() == arguments.length)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no exported function '" + export + "' takes " + arguments.length + " arguments"));
        return EndiveOutcomes.outcome(
                module.watchdog(),
                environment,
                function.results(),
                () -> instance.export(export).apply(arguments));
    }

    @Override
    public byte[] stdout() {
        return host.stdout();
    }

    @Override
    public byte[] stderr() {
        return host.stderr();
    }

    @Override
    public Map<String, byte[]> files() {
        return host.files();
    }

    @Override
    public HostCalls hostCalls() {
        return host.stubs().calls();
    }

    @Override
    public List<String> memories() {
        return IntStream.range(0, module.memoryCount())
                .mapToObj(i -> MEMORY + i)
                .toList();
    }

    @Override
    public byte[] memory(String name) {
        Memory memory = instance.memory(Integer.parseInt(name.substring(MEMORY.length())));
        return memory.readBytes(0, memory.pages() * Memory.PAGE_SIZE);
    }

    @Override
    public Map<String, Value> globals() {
        var values = new LinkedHashMap<String, Value>();
        for (int i = 0; i < instance.globalCount(); i++) {
            put(values, GLOBAL + i, i);
        }
        return values;
    }

    @Override
    public Map<String, Value> exportedGlobals() {
        var values = new LinkedHashMap<String, Value>();
        module.exports().forEach((name, export) -> {
            if (export.exportType() == ExternalType.GLOBAL) {
                put(values, name, export.index());
            }
        });
        return values;
    }

    private void put(Map<String, Value> values, String name, int index) {
        GlobalInstance global = instance.global(index);
        ValueType kind = EndiveEngine.kind(global.getType());
        if (kind.isScalar()) {
            values.put(name, new Value(kind, global.getValue()));
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
