package io.github.mewe.execution;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TableInstance;
import run.endive.runtime.TrapException;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/**
 * Stubs for imports of wasm-bindgen and Emscripten that do what their JavaScript glue does, so that a program without
 * its host goes on.
 */
final class GlueStubs {
    private static final String TRAMPOLINE = "invoke_";

    /** Imports that never return. */
    private static final List<String> ENDS = List.of(
            "abort", "_abort_js", "__abort_js", "__assert_fail", "exit", "_exit", "__cxa_throw", "__cxa_rethrow");

    private static final FunctionType RESIZE = FunctionType.of(List.of(ValType.I32), List.of(ValType.I32));
    private static final FunctionType COPY = FunctionType.of(List.of(ValType.I32, ValType.I32, ValType.I32), List.of());
    private static final FunctionType MOST = FunctionType.of(List.of(), List.of(ValType.I32));

    /** Other imports with the types that they must have. */
    private static final Map<String, Map<FunctionType, WasmFunctionHandle>> KNOWN = Map.of(
            "emscripten_resize_heap", Map.of(RESIZE, GlueStubs::resize),
            "emscripten_get_heap_max", Map.of(MOST, (instance, arguments) -> new long[] {Integer.MAX_VALUE}),
            "emscripten_memcpy_js", Map.of(COPY, GlueStubs::copy),
            "_emscripten_memcpy_js", Map.of(COPY, GlueStubs::copy));

    private GlueStubs() {}

    /** The implementation of an import; empty if the import is none of these. */
    static Optional<WasmFunctionHandle> of(String name, FunctionType type) {
        if (ENDS.contains(name)) {
            return Optional.of((instance, arguments) -> {
                throw new TrapException("unreachable: " + name + " was called");
            });
        }
        boolean isTrampoline = name.startsWith(TRAMPOLINE)
                && !type.params().isEmpty()
                && type.params().get(0).equals(ValType.I32);
        return isTrampoline
                ? Optional.of(GlueStubs::invoke)
                : Optional.ofNullable(KNOWN.getOrDefault(name, Map.of()).get(type));
    }

    /** Calls the function at an index of the first table. The glue catches exceptions of JavaScript, but no traps. */
    private static long[] invoke(Instance instance, long... arguments) {
        if (instance.tableCount() == 0) {
            throw new TrapException("undefined element: there is no table");
        }
        TableInstance table = instance.table(0);
        int function = table.requiredRef((int) arguments[0]);
        int count = instance.type(instance.functionType(function)).params().size();
        if (count != arguments.length - 1) {
            throw new TrapException("indirect call type mismatch");
        }
        var passed = new long[count];
        System.arraycopy(arguments, 1, passed, 0, count);
        return instance.getMachine().call(function, passed);
    }

    /** Grows the memory to a number of bytes. */
    private static long[] resize(Instance instance, long... arguments) {
        Memory memory = instance.memory();
        long pages = ((arguments[0] & 0xFFFF_FFFFL) + Memory.PAGE_SIZE - 1) / Memory.PAGE_SIZE;
        long more = Math.max(0, pages - memory.pages());
        return new long[] {memory.grow((int) more) < 0 ? 0 : 1};
    }

    private static long[] copy(Instance instance, long... arguments) {
        instance.memory().copy((int) arguments[0], (int) arguments[1], (int) arguments[2]);
        return new long[0];
    }

    /** The kind of number that a function returns, as far as its name tells. */
    enum Answer {
        /** 0 or 1. */
        TRUTH,
        /** A small number, not negative. */
        COUNT,
        /** A handle of an object. */
        HANDLE,
        /** Nothing is known. */
        NUMBER
    }

    /** Guesses the meaning of a function's result from the names of wasm-bindgen and of Emscripten's value handles. */
    static Answer answer(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean isBindgen = lower.startsWith("__wbg_") || lower.startsWith("__wbindgen_");
        if (!isBindgen && !lower.startsWith("_emval_")) {
            return Answer.NUMBER;
        }
        String plain = lower.replaceFirst("^(__wbg_|__wbindgen_|_emval_)", "");
        if (plain.matches("(is|has|instanceof|done|in|eq|boolean|jsval_eq|delete|strictly).*")) {
            return Answer.TRUTH;
        }
        return plain.matches("(length|size|bytelength|byteoffset|indexof|now|status).*") ? Answer.COUNT : Answer.HANDLE;
    }
}
