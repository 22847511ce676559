package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.ir.Memory;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keys the discriminator in a core module of a component. The first call of an entry point fetches the key, and no draw
 * does: a draw may happen where the component model traps on calls of imports (while the component allocates memory for
 * arguments or results, and after a return), or where the import is not connected yet (in a start function). Until then
 * the build's key serves. A core module cannot have another import than those its component supplies.
 */
final class ComponentKeying {
    private static final String WASI = "wasi_snapshot_preview1";
    private static final String VERSION = "@";
    private static final String WRAPPER = ".enter";

    /** The prefix of imports under the current names of wit-component. */
    private static final String CURRENT_NAMES = "cm32p2|";

    private static final Signature NUMBER = new Signature(List.of(), ValueType.I64);
    private static final Signature FILL = new Signature(List.of(ValueType.I32, ValueType.I32), ValueType.I32);
    private static final Signature PAIR = new Signature(List.of(ValueType.I32), ValueType.NONE);

    private final BinaryenModule module;
    private final Set<String> entryPoints;
    private final Map<String, Integer> redirected = new TreeMap<>();

    ComponentKeying(BinaryenModule module, Set<String> entryPoints) {
        this.module = module;
        this.entryPoints = Set.copyOf(entryPoints);
    }

    /** A form in which an import gives random numbers, best first. */
    private enum Form {
        /** Returns 64 bits. */
        RANDOM("wasi:random/random", List.of("get-random-u64"), NUMBER),
        /** Fills memory and returns an error number. */
        BYTES(WASI, List.of("random_get"), FILL),
        /** Returns 64 bits, which an attacker may predict. */
        INSECURE("wasi:random/insecure", List.of("get-insecure-random-u64"), NUMBER),
        /** Writes 128 bits to memory, which an attacker may predict. */
        SEED("wasi:random/insecure-seed", List.of("insecure-seed", "get-insecure-seed"), PAIR);

        private final String from;
        private final List<String> names;
        private final Signature signature;

        Form(String from, List<String> names, Signature signature) {
            this.from = from;
            this.names = names;
            this.signature = signature;
        }

        private boolean usesMemory() {
            return signature != NUMBER;
        }

        private boolean isOf(BinaryenModule module, FunctionInfo function) {
            String full = function.importModule().orElse("");
            String withVersion = full.startsWith(CURRENT_NAMES) ? full.substring(CURRENT_NAMES.length()) : full;
            String plain = withVersion.split(VERSION, 2)[0];
            return plain.equals(from)
                    && function.importName().filter(names::contains).isPresent()
                    && module.signature(function.name()).equals(signature);
        }
    }

    /** Returns true if a function is an import that gives random numbers. */
    static boolean isRandom(BinaryenModule module, FunctionInfo function) {
        return Arrays.stream(Form.values()).anyMatch(form -> form.isOf(module, function));
    }

    /** An import that gives random numbers. */
    private record RandomImport(FunctionInfo function, Form form) {}

    private Optional<RandomImport> random() {
        for (Form form : Form.values()) {
            for (FunctionInfo function : module.functions()) {
                if (form.isOf(module, function) && !(form.usesMemory() && memory().isEmpty())) {
                    return Optional.of(new RandomImport(function, form));
                }
            }
        }
        return Optional.empty();
    }

    /** The memory that the component model writes results to, if it is an ordinary one. */
    private Optional<Memory> memory() {
        return module.exports()
                .memory("memory")
                .or(() -> module.memories().stream().findFirst())
                .filter(memory ->
                        !memory.shared() && !memory.is64() && !module.features().hasCustomPageSizes());
    }

    /** The functions of the entry points that can be wrapped, by the names of their exports. */
    private Map<String, String> wrapped() {
        Map<String, String> functions = new LinkedHashMap<>();
        Set<String> defined = Set.copyOf(module.definedFunctions());
        for (String export : entryPoints.stream().sorted().toList()) {
            module.exports()
                    .function(export)
                    .filter(defined::contains)
                    .filter(function -> isNumeric(module.signature(function)))
                    .ifPresent(function -> functions.put(export, function));
        }
        return functions;
    }

    private static boolean isNumeric(Signature signature) {
        return signature.params().stream().allMatch(ValueType::isScalar)
                && (signature.result().equals(ValueType.NONE)
                        || signature.result().isScalar());
    }

    /** The import that the key comes from, as module and name; empty if only the build's key can serve. */
    Optional<String> randomImport() {
        return wrapped().isEmpty()
                ? Optional.empty()
                : random().map(random -> random.function().importModule().orElseThrow() + " "
                        + random.function().importName().orElseThrow());
    }

    /**
     * The source that a configured one resolves to.
     *
     * @throws LinkException if it needs another import
     */
    RandomnessSource resolve(RandomnessSource source) {
        if (source == RandomnessSource.HOST) {
            throw new LinkException("the randomness source 'host' adds an import, which a core module of a component"
                    + " cannot have. Remove <randomness> (mewe.randomness)");
        }
        return source == RandomnessSource.FIXED || randomImport().isEmpty()
                ? RandomnessSource.FIXED
                : RandomnessSource.WASI;
    }

    /** The parts of the discriminator that fetch the key. */
    Map<String, String> parts() {
        RandomImport random = random().orElseThrow();
        Map<String, String> parts = new HashMap<>();
        String name = BinaryenModule.watName(random.function().name());
        var imports = new StringBuilder(declaration(name, random.form().signature));
        var functions = new StringBuilder();
        if (random.form().usesMemory()) {
            Memory memory = memory().orElseThrow();
            imports.append("(import \"memory\" \"memory\" (memory ")
                    .append(BinaryenModule.watName(memory.name()))
                    .append(" 1))\n");
            functions.append(inMemory(random.form(), memory));
        } else {
            functions.append(KEY_FROM_NUMBERS);
        }
        Map<String, Integer> byFunction = new HashMap<>();
        wrapped().forEach((export, function) -> {
            Integer wrapper = byFunction.get(function);
            if (wrapper == null) {
                wrapper = byFunction.size();
                byFunction.put(function, wrapper);
                imports.append(declaration(BinaryenModule.watName(function), module.signature(function)));
                functions.append(wrapper(wrapper, function, module.signature(function)));
            }
            redirected.put(export, wrapper);
        });
        parts.put("IMPORTS", imports.toString());
        parts.put("GLOBALS", "(global $mewe.keyed (mut i32) (i32.const 0))");
        parts.put("FUNCTIONS", functions.toString().replace("RANDOM", name));
        return parts;
    }

    /**
     * The functions that stand for the entry points, by the names of their exports.
     *
     * @param prefix the prefix of the discriminator's names
     */
    Map<String, String> redirected(String prefix) {
        Map<String, String> functions = new TreeMap<>();
        redirected.forEach((export, number) -> functions.put(export, prefix + WRAPPER + number));
        return functions;
    }

    private static String declaration(String name, Signature signature) {
        return "(import \"module\" \"function\" (func " + name + params(signature) + result(signature) + "))\n";
    }

    /** The parameters of a function in the text format. */
    static String params(Signature signature) {
        var text = new StringBuilder();
        for (int i = 0; i < signature.params().size(); i++) {
            text.append(" (param ").append(signature.params().get(i)).append(')');
        }
        return text.toString();
    }

    /** The result of a function in the text format. */
    static String result(Signature signature) {
        return signature.result().equals(ValueType.NONE) ? "" : " (result " + signature.result() + ")";
    }

    private static String wrapper(int number, String function, Signature signature) {
        var arguments = new StringBuilder();
        for (int i = 0; i < signature.params().size(); i++) {
            arguments.append(" (local.get ").append(i).append(')');
        }
        return "(func $mewe" + WRAPPER + number + params(signature) + result(signature) + FETCH_ONCE + "(call "
                + BinaryenModule.watName(function) + arguments + "))\n";
    }

    /** Sets the flag first, because the import may call the module's allocator, whose dispatchers draw. */
    private static final String FETCH_ONCE = """

            (if (i32.eqz (global.get $mewe.keyed))
              (then
                (global.set $mewe.keyed (i32.const 1))
                (call $mewe.key)))
            """;

    private static final String KEY_FROM_NUMBERS = """
            (func $mewe.key
              (global.set $mewe.key0 (call RANDOM))
              (global.set $mewe.key1 (call RANDOM))
              (global.set $mewe.bits (i64.const 1)))
            """;

    /** The address is aligned, not null, and in the first page. The old content is restored. */
    private static final String KEY_FROM_MEMORY = """
            (func $mewe.key
              (local $old0 i64) (local $old1 i64)
              EMPTY
              (local.set $old0 (i64.load MEMORY (i32.const 16)))
              (local.set $old1 (i64.load MEMORY (i32.const 24)))
              CALL
              (i64.store MEMORY (i32.const 16) (local.get $old0))
              (i64.store MEMORY (i32.const 24) (local.get $old1))
              (global.set $mewe.bits (i64.const 1)))
            """;

    private static final String TAKE = """
            (global.set $mewe.key0 (i64.load MEMORY (i32.const 16)))
            (global.set $mewe.key1 (i64.load MEMORY (i32.const 24)))
            """;

    private static final String ONLY_WITH_MEMORY = """
            (if (i32.eqz (memory.size MEMORY))
              (then
                (global.set $mewe.keyed (i32.const 0))
                (return)))
            """;

    private String inMemory(Form form, Memory memory) {
        String call = form == Form.BYTES
                ? "(if (i32.eqz (call RANDOM (i32.const 16) (i32.const 16))) (then " + TAKE + "))"
                : "(call RANDOM (i32.const 16))\n" + TAKE;
        return KEY_FROM_MEMORY
                .replace("EMPTY", module.startsEmpty(memory) ? ONLY_WITH_MEMORY : "")
                .replace("CALL", call)
                .replace("MEMORY", BinaryenModule.watName(memory.name()));
    }
}
