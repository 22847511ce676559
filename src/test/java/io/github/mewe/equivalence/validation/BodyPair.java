package io.github.mewe.equivalence.validation;

import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.FunctionBody;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A module with an original {@code $one}, a variant {@code $two}, the variant's helpers {@code $helper...} and other
 * functions. The host's function {@code $host} logs its arguments.
 */
final class BodyPair {
    private static final String HELPER = "helper";

    private final String type;
    private final String one;
    private final String two;
    private final String more;

    /**
     * A pair.
     *
     * @param type the parameters and the result of both
     * @param one the original's locals and instructions
     * @param two the variant's
     * @param more further functions
     */
    BodyPair(String type, String one, String two, String more) {
        this.type = type;
        this.one = one;
        this.two = two;
        this.more = more;
    }

    private byte[] module(int pages) {
        return WatModule.assemble("(module (import \"env\" \"host\" (func $host (param i32 i32) (result i32)))"
                + "(import \"env\" \"other\" (func $other (param i32 i32) (result i32)))"
                + "(memory (export \"memory\") " + pages + ")"
                + "(global $g (export \"g\") (mut i32) (i32.const 0))"
                + "(global $h (export \"h\") (mut i64) (i64.const 0))"
                + "(global $constant i32 (i32.const 7))"
                + "(func $one (export \"one\") " + type + " " + one + ")"
                + "(func $two (export \"two\") " + type + " " + two + ")"
                + more + ")");
    }

    Proof prove() {
        return prove(ProofLimits.DEFAULT);
    }

    Proof prove(ProofLimits limits) {
        try (BinaryenModule module = BinaryenModule.open(module(1))) {
            List<FunctionBody> helpers = module.definedFunctions().stream()
                    .filter(name -> name.startsWith(HELPER))
                    .map(module::lift)
                    .toList();
            var surroundings = new ModuleContext() {
                @Override
                public Optional<FunctionBody> body(String function) {
                    return module.definedFunctions().contains(function)
                            ? Optional.of(module.lift(function))
                            : Optional.empty();
                }

                @Override
                public boolean isImmutable(String global) {
                    return global.equals("constant");
                }
            };
            return new VariantProver(surroundings, limits).prove(module.lift("one"), module.lift("two"), helpers);
        }
    }

    /** The behaviour of a function on a counterexample: result or trap, memory, globals, calls. */
    String execute(String function, Counterexample input) {
        int pages = input.memories().values().stream()
                .mapToInt(Counterexample.MemoryImage::pages)
                .findFirst()
                .orElse(1);
        var log = new ArrayList<String>();
        var host = host("host", log);
        Instance instance = Instance.builder(Parser.parse(module(pages)))
                .withImportValues(ImportValues.builder()
                        .addFunction(host, host("other", log))
                        .build())
                .build();
        input.memories()
                .values()
                .forEach(image -> image.bytes()
                        .forEach((address, value) ->
                                instance.memory().writeByte((int) (long) address, (byte) (int) value)));
        input.globals().forEach((name, value) -> instance.exports().global(name).setValue(value.bits()));
        long[] arguments = input.parameters().stream().mapToLong(Const::bits).toArray();
        String end;
        try {
            end = Arrays.toString(instance.export(function).apply(arguments));
        } catch (ChicoryException e) {
            end = e.getMessage().replaceFirst(": attempted to access .*", "");
        }
        var memory = new StringBuilder();
        for (int page = 0; page < pages; page++) {
            memory.append(Arrays.hashCode(instance.memory().readBytes(page << 16, 1 << 16)))
                    .append(' ');
        }
        return end + " g=" + instance.exports().global("g").getValue() + " h="
                + instance.exports().global("h").getValue() + " calls=" + log + " memory=" + memory;
    }

    private static ImportFunction host(String name, List<String> log) {
        Consumer<long[]> logged = arguments -> log.add(name + Arrays.toString(arguments));
        return new ImportFunction(
                "env",
                name,
                FunctionType.of(List.of(ValType.I32, ValType.I32), List.of(ValType.I32)),
                (instance, arguments) -> {
                    logged.accept(arguments);
                    return new long[] {(arguments[0] * 31 + arguments[1] + log.size()) & 0xFFFF_FFFFL};
                });
    }
}
