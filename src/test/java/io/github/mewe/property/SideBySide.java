package io.github.mewe.property;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.engine.Generations;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Signature;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.LinkPlan;
import io.github.mewe.link.LinkPlan.DrawKey;
import io.github.mewe.link.LinkedFunction;
import io.github.mewe.link.LinkedFunction.LinkedVariant;
import io.github.mewe.link.MultivariantLinker;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantGenerator.Generation;
import io.github.mewe.variant.VariantStrategy;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A module in which functions and their variants stand side by side, each behind an export whose parameters and results
 * are integers. The linker makes it, but the dispatchers always choose the original, so a difference between a function
 * and a variant comes from that variant.
 *
 * @param binary the module
 * @param functions its functions that have variants
 * @param faults failures of strategies, and the messages of the validator
 */
record SideBySide(byte[] binary, List<Bodies> functions, List<String> faults) {
    private static final String EXPORT = "run ";

    /** Copies the lists. */
    SideBySide {
        functions = List.copyOf(functions);
        faults = List.copyOf(faults);
    }

    /**
     * A function and its variants.
     *
     * @param function the function
     * @param original the name of the original body
     * @param variants the variants
     * @param names the names of their bodies, in the same order
     */
    record Bodies(RandomFunction function, String original, List<Variant> variants, List<String> names) {
        /** Copies the lists. */
        Bodies {
            variants = List.copyOf(variants);
            names = List.copyOf(names);
        }

        /** The exports of the original and of the variants. */
        List<String> exports() {
            var exports = new ArrayList<String>();
            exports.add(EXPORT + original);
            names.forEach(name -> exports.add(EXPORT + name));
            return exports;
        }
    }

    /**
     * Generates and links.
     *
     * @param module the module of random functions
     * @param binary its binary
     * @param strategies the strategies
     * @param variants the most variants of a function
     * @param seed the seed of the generator's random choices
     */
    static SideBySide of(
            RandomModule module, byte[] binary, List<VariantStrategy> strategies, int variants, long seed) {
        Map<String, RandomFunction> functions =
                module.functions().stream().collect(Collectors.toMap(RandomFunction::name, Function.identity()));
        // The variants hold nodes of the module that they were generated for: it stays open.
        try (BinaryenModule source = BinaryenModule.open(binary);
                BinaryenModule target = BinaryenModule.open(binary)) {
            Generation generation =
                    Generations.generate(source, binary, strategies, variants, functions::containsKey, seed);
            var faults = new ArrayList<>(generation.faults());
            var plan = new LinkPlan(
                    generation.functions(), Granularity.CALL, RandomnessSource.FIXED, new DrawKey(seed, ~seed));
            var all = new ArrayList<Bodies>();
            for (LinkedFunction linked : new MultivariantLinker(target).link(plan)) {
                String name = linked.name();
                String original = linked.original().orElseThrow();
                target.replaceBody(forwarding(name, original, target.signature(name)));
                FunctionVariants made = generation.functions().get(linked.index());
                var bodies = new Bodies(
                        functions.get(name),
                        original,
                        made.variants().stream().map(sized -> sized.variant()).toList(),
                        linked.variants().stream().map(LinkedVariant::name).toList());
                all.add(bodies);
                export(target, bodies);
            }
            target.validate().ifPresent(message -> faults.add("not valid: " + message));
            return new SideBySide(target.write(), all, faults);
        }
    }

    private static FunctionBody forwarding(String name, String to, Signature signature) {
        List<Expr> arguments = IntStream.range(0, signature.params().size())
                .<Expr>mapToObj(i -> new LocalGet(i, signature.params().get(i)))
                .toList();
        ValueType result = signature.result();
        return new FunctionBody(name, signature, List.of(), new Call(to, arguments, false, result));
    }

    private static void export(BinaryenModule target, Bodies bodies) {
        var text = new StringBuilder("(module\n");
        var names = new ArrayList<>(bodies.names());
        names.add(0, bodies.original());
        for (String name : names) {
            text.append("(import \"here\" \"it\" (func ").append(BinaryenModule.watName(name));
            list(text, "param", bodies.function().params());
            list(text, "result", bodies.function().results());
            text.append("))\n");
        }
        names.forEach(name -> text.append(wrapper(name, bodies.function())));
        target.addAll(text.append(")").toString());
        names.forEach(name -> target.exports().addFunction(EXPORT + name, EXPORT + name));
    }

    /** Passes floats and vectors as integers, since JavaScript may change the bits of a NaN. */
    private static String wrapper(String name, RandomFunction function) {
        var text = new StringBuilder("(func ").append(BinaryenModule.watName(EXPORT + name));
        list(text, "param", integers(function.params()));
        list(text, "result", integers(function.results()));
        list(text, "local", function.results());
        text.append("\n(call ").append(BinaryenModule.watName(name));
        int param = 0;
        for (Kind kind : function.params()) {
            text.append(' ').append(fromIntegers(kind, param));
            param += kind.integers().size();
        }
        text.append(")\n");
        int results = function.results().size();
        for (int i = results - 1; i >= 0; i--) {
            text.append("(local.set ").append(param + i).append(")\n");
        }
        for (int i = 0; i < results; i++) {
            text.append(toIntegers(function.results().get(i), "(local.get " + (param + i) + ")"))
                    .append('\n');
        }
        return text.append(")\n").toString();
    }

    private static String fromIntegers(Kind kind, int param) {
        String get = "(local.get " + param + ")";
        return switch (kind) {
            case I32, I64 -> get;
            case F32 -> "(f32.reinterpret_i32 " + get + ")";
            case F64 -> "(f64.reinterpret_i64 " + get + ")";
            case V128 -> "(i64x2.replace_lane 1 (i64x2.splat " + get + ") (local.get " + (param + 1) + "))";
        };
    }

    private static String toIntegers(Kind kind, String value) {
        return switch (kind) {
            case I32, I64 -> value;
            case F32 -> "(i32.reinterpret_f32 " + value + ")";
            case F64 -> "(i64.reinterpret_f64 " + value + ")";
            case V128 -> "(i64x2.extract_lane 0 " + value + ") (i64x2.extract_lane 1 " + value + ")";
        };
    }

    private static List<Kind> integers(List<Kind> kinds) {
        return kinds.stream().flatMap(kind -> kind.integers().stream()).toList();
    }

    private static void list(StringBuilder text, String keyword, List<Kind> kinds) {
        if (!kinds.isEmpty()) {
            text.append(" (").append(keyword);
            kinds.forEach(kind -> text.append(' ').append(kind.text()));
            text.append(')');
        }
    }
}
