package io.github.mewe.engine;

import io.github.mewe.profile.ProfileException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasi.WasiExitException;
import run.endive.wasi.WasiOptions;
import run.endive.wasi.WasiPreview1;
import run.endive.wasm.Parser;
import run.endive.wasm.UninstantiableException;
import run.endive.wasm.UnlinkableException;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.ExportSection;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.Import;
import run.endive.wasm.types.ValType;

/**
 * An instance of a module in the engine that comes with the plugin: Endive, in pure Java, which translates functions to
 * Java bytecode and interprets those that are too large for a Java method. It has WASI, and no other imports.
 */
final class EmbeddedEngine implements AutoCloseable {
    private static final String WASI = "wasi_snapshot_preview1";

    /** So much of what a failing program wrote is in the message. */
    private static final int SHOWN = 1000;

    private final Map<String, Export> exports;
    private final WasiPreview1 wasi;
    private final ByteArrayOutputStream written;
    private final Instance instance;

    private EmbeddedEngine(
            Map<String, Export> exports, WasiPreview1 wasi, ByteArrayOutputStream written, Instance instance) {
        this.exports = exports;
        this.wasi = wasi;
        this.written = written;
        this.instance = instance;
    }

    /**
     * Instantiates a module; its start function runs.
     *
     * @param binary a valid module
     * @param name the program's name, which is its first argument
     * @param program what it is given as a WASI program, if it is one
     * @throws EngineLimitException if the engine cannot run it
     * @throws ProfileException if instantiation traps
     */
    static EmbeddedEngine open(byte[] binary, String name, Optional<ProfileRun.Start> program) {
        WasmModule module = understood(() -> Parser.parse(binary));
        var written = new ByteArrayOutputStream();
        WasiPreview1 wasi = wasi(name, program, written);
        try {
            HostFunction[] functions = wasi.toHostFunctions();
            checkImports(module, functions);
            // A program's start is called as an export, and not at all where invocations are asked for.
            var builder = Instance.builder(module)
                    .withImportValues(
                            ImportValues.builder().addFunction(functions).build())
                    .withStart(false)
                    .withMachineFactory(understood(() -> MachineFactoryCompiler.builder(module)
                            .withInterpreterFallback(InterpreterFallback.SILENT)
                            .compile()));
            return new EmbeddedEngine(exports(module), wasi, written, instantiated(builder));
        } catch (RuntimeException | Error e) {
            wasi.close();
            throw e;
        }
    }

    private interface Understanding<T> {
        T get();
    }

    /** The module is valid: what the engine then refuses, it does not know. */
    private static <T> T understood(Understanding<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw new EngineLimitException("it uses what the engine does not know: " + e.getMessage(), e);
        }
    }

    private static Instance instantiated(Instance.Builder builder) {
        try {
            return builder.build();
        } catch (UnlinkableException e) {
            throw new EngineLimitException("it cannot be linked: " + e.getMessage(), e);
        } catch (WasmEngineException | StackOverflowError e) {
            throw new ProfileException("it cannot be instantiated: "
                    + (e instanceof UninstantiableException ? "its start function fails: " : "") + e.getMessage());
        }
    }

    private static WasiPreview1 wasi(String name, Optional<ProfileRun.Start> program, ByteArrayOutputStream written) {
        var arguments = new ArrayList<String>();
        arguments.add(name);
        program.ifPresent(start -> arguments.addAll(start.arguments()));
        var options = WasiOptions.builder()
                .withArguments(arguments)
                .withStdin(new ByteArrayInputStream(
                        program.map(ProfileRun.Start::stdin).orElse(new byte[0])))
                // The same run gives the same profile.
                .withRandom(new Random(0))
                .withStdout(written)
                .withStderr(written);
        program.ifPresent(start -> start.environment().forEach(options::withEnvironment));
        return WasiPreview1.builder().withOptions(options.build()).build();
    }

    private static void checkImports(WasmModule module, HostFunction[] functions) {
        var known =
                Arrays.stream(functions).map(f -> f.module() + '.' + f.name()).collect(Collectors.toSet());
        var missing = new TreeSet<String>();
        for (int i = 0; i < module.importSection().importCount(); i++) {
            Import imported = module.importSection().getImport(i);
            String name = imported.module() + '.' + imported.name();
            if (imported.importType() != ExternalType.FUNCTION || !known.contains(name)) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            List<String> shown = missing.stream().limit(5).toList();
            throw new EngineLimitException(
                    "it imports " + String.join(", ", shown)
                            + (missing.size() > shown.size() ? " and " + (missing.size() - shown.size()) + " more" : "")
                            + ", and the engine has no imports but those of " + WASI,
                    null);
        }
    }

    private static Map<String, Export> exports(WasmModule module) {
        ExportSection section = module.exportSection();
        Map<String, Export> exports = new HashMap<>();
        for (int i = 0; i < section.exportCount(); i++) {
            exports.put(section.getExport(i).name(), section.getExport(i));
        }
        return exports;
    }

    /** Whether a function is exported under a name. */
    boolean hasFunction(String export) {
        return exports.containsKey(export) && exports.get(export).exportType() == ExternalType.FUNCTION;
    }

    /** The names of the functions that are exported, in alphabetical order. */
    List<String> functions() {
        return exports.keySet().stream().filter(this::hasFunction).sorted().toList();
    }

    /**
     * The arguments of an export as the engine takes them.
     *
     * @throws ProfileException if they are not such as the export takes
     */
    long[] arguments(String export, List<String> texts) {
        FunctionType type = instance.exportType(export);
        if (type.params().size() != texts.size()) {
            throw new ProfileException("it is given " + texts.size() + " arguments, and takes " + described(type));
        }
        var values = new long[texts.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = argument(type.params().get(i), texts.get(i).strip());
        }
        return values;
    }

    private static String described(FunctionType type) {
        return type.params().size()
                + (type.params().isEmpty()
                        ? ""
                        : ": "
                                + type.params().stream()
                                        .map(EmbeddedEngine::name)
                                        .collect(Collectors.joining(", ")));
    }

    private static String name(ValType type) {
        return type.toString().toLowerCase(Locale.ROOT);
    }

    private static long argument(ValType type, String text) {
        try {
            if (type.equals(ValType.I32)) {
                return NumberText.i32(text);
            }
            if (type.equals(ValType.I64)) {
                return NumberText.i64(text);
            }
            if (type.equals(ValType.F32)) {
                return Float.floatToRawIntBits(Float.parseFloat(text));
            }
            if (type.equals(ValType.F64)) {
                return Double.doubleToRawLongBits(Double.parseDouble(text));
            }
        } catch (NumberFormatException e) {
            throw new ProfileException("its argument '" + text + "' is no " + name(type));
        }
        throw new ProfileException(
                "it takes a parameter of type " + name(type) + ", which cannot be given as a number");
    }

    /**
     * Calls an export.
     *
     * @throws ProfileException if it traps, or the program ends with a failure
     */
    void call(String export, long... arguments) {
        try {
            instance.export(export).apply(arguments);
        } catch (WasiExitException e) {
            if (e.exitCode() != 0) {
                throw new ProfileException("the program ended with exit code " + e.exitCode() + output());
            }
        } catch (WasmEngineException e) {
            throw new ProfileException("it failed: " + e.getMessage() + output());
        } catch (StackOverflowError e) {
            throw new ProfileException("its recursion is too deep for the engine");
        }
    }

    private String output() {
        String text = written.toString(StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "" : ". It wrote: " + text.substring(Math.max(0, text.length() - SHOWN));
    }

    /** The values of the exported i64 globals whose names have a prefix. */
    Map<String, Long> globals(String prefix) {
        Map<String, Long> values = new HashMap<>();
        exports.forEach((name, export) -> {
            if (name.startsWith(prefix) && export.exportType() == ExternalType.GLOBAL) {
                values.put(name, instance.global(export.index()).getValue());
            }
        });
        return values;
    }

    @Override
    public void close() {
        wasi.close();
    }
}
