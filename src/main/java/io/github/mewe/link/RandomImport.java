package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The imports, beside WASI's, from which toolchains let a module get random numbers: module, name and exact type. An
 * import is listed only if any code of the module may call it. Imports that take handles of JavaScript objects, such as
 * wasm-bindgen's {@code __wbg_getRandomValues_}, are not.
 */
enum RandomImport {
    /** Go's compiler; the module is {@code go} before version 1.21. */
    GO("go|gojs", "runtime\\.getRandomData", Form.SLICE),
    /** AssemblyScript: the seed of its {@code Math.random}, and JavaScript's function of that name. */
    ASSEMBLYSCRIPT("env", "seed|Math\\.random", Form.FRACTION),
    /** TeaVM: JavaScript's {@code Math.random}. */
    TEAVM("teavmMath", "random", Form.FRACTION),
    /** wasm-bindgen: JavaScript's {@code Math.random}; the module's name depends on the target. */
    WASM_BINDGEN("wbg|\\./.*_bg\\.js", "__wbg_random_[0-9a-f]{16}", Form.FRACTION);

    /** The ways to take a key from an import. */
    enum Form {
        /** Returns a number, of which at least 32 bits are random. It never fails and needs no memory. */
        FRACTION(new Signature(List.of(), ValueType.F64), """
                (func $mewe.key
                  (global.set $mewe.key0
                    (i64.xor
                      (i64.reinterpret_f64 (call RANDOM))
                      (i64.rotl (i64.reinterpret_f64 (call RANDOM)) (i64.const 32))))
                  (global.set $mewe.key1
                    (i64.xor
                      (i64.reinterpret_f64 (call RANDOM))
                      (i64.rotl (i64.reinterpret_f64 (call RANDOM)) (i64.const 32)))))
                """),
        /**
         * Takes a stack pointer and fills the slice whose address and length are 8 and 16 bytes above it. The old
         * content of memory is restored.
         */
        SLICE(new Signature(List.of(ValueType.I32), ValueType.NONE), """
                (func $mewe.key
                  (local $old0 i64) (local $old1 i64) (local $old2 i64) (local $old3 i64)
                  (local.set $old0 (i64.load MEMORY offset=8 (i32.const 0)))
                  (local.set $old1 (i64.load MEMORY offset=16 (i32.const 0)))
                  (local.set $old2 (i64.load MEMORY offset=24 (i32.const 0)))
                  (local.set $old3 (i64.load MEMORY offset=32 (i32.const 0)))
                  (i64.store MEMORY offset=8 (i32.const 0) (i64.const 24))
                  (i64.store MEMORY offset=16 (i32.const 0) (i64.const 16))
                  (call RANDOM (i32.const 0))
                  (global.set $mewe.key0 (i64.load MEMORY offset=24 (i32.const 0)))
                  (global.set $mewe.key1 (i64.load MEMORY offset=32 (i32.const 0)))
                  (i64.store MEMORY offset=8 (i32.const 0) (local.get $old0))
                  (i64.store MEMORY offset=16 (i32.const 0) (local.get $old1))
                  (i64.store MEMORY offset=24 (i32.const 0) (local.get $old2))
                  (i64.store MEMORY offset=32 (i32.const 0) (local.get $old3)))
                """);

        private final Signature signature;
        private final String function;

        Form(Signature signature, String function) {
            this.signature = signature;
            this.function = function;
        }

        /** Returns true if the import writes to memory. */
        boolean usesMemory() {
            return this == SLICE;
        }

        Signature signature() {
            return signature;
        }

        /** The function that fetches the key; {@code RANDOM} and {@code MEMORY} stand for names. */
        String function() {
            return function;
        }
    }

    private final Pattern module;
    private final Pattern importName;
    private final Form form;

    RandomImport(String module, String importName, Form form) {
        this.module = Pattern.compile(module);
        this.importName = Pattern.compile(importName);
        this.form = form;
    }

    /** An import of a module that is in this table. */
    record Found(FunctionInfo function, Form form) {}

    /** Finds the first import of a module that is in this table. */
    static Optional<Found> in(BinaryenModule module) {
        return module.functions().stream()
                .filter(FunctionInfo::isImported)
                .flatMap(function -> Arrays.stream(values())
                        .filter(entry -> entry.describes(module, function))
                        .map(entry -> new Found(function, entry.form)))
                .findFirst();
    }

    private boolean describes(BinaryenModule binary, FunctionInfo function) {
        return module.matcher(function.importModule().orElse("")).matches()
                && importName.matcher(function.importName().orElse("")).matches()
                && binary.signature(function.name()).equals(form.signature);
    }
}
