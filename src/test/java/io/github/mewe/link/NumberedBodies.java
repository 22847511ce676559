package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.link.LinkPlan.DrawKey;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.Variant;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Links bodies with distinguishable results: variant k of defined function f returns 100 f + k, plus its first
 * parameter if that is an i32. Functions that do not return an i32 have no variants.
 */
final class NumberedBodies {
    private final byte[] module;
    private final int variants;
    private final Granularity granularity;
    private RandomnessSource source = RandomnessSource.FIXED;
    private DrawKey key = new DrawKey(3, 4);
    private DispatchOptions options = DispatchOptions.DEFAULT;
    private List<LinkedFunction> linked = List.of();
    private Harvest harvest = Harvest.NONE;

    /**
     * Prepares a linking.
     *
     * @param module the module
     * @param variants the number of variants per function
     * @param granularity when choices are made
     */
    NumberedBodies(byte[] module, int variants, Granularity granularity) {
        this.module = module;
        this.variants = variants;
        this.granularity = granularity;
    }

    NumberedBodies with(DispatchOptions newOptions) {
        options = newOptions;
        return this;
    }

    NumberedBodies with(RandomnessSource newSource) {
        source = newSource;
        return this;
    }

    NumberedBodies with(DrawKey newKey) {
        key = newKey;
        return this;
    }

    /** Links, and validates the output. */
    byte[] link() {
        try (BinaryenModule target = BinaryenModule.open(module)) {
            var functions = new ArrayList<FunctionVariants>();
            for (FunctionInfo function : target.functions()) {
                if (!function.isImported()) {
                    functions.add(variants(target, functions.size(), function.name()));
                }
            }
            var linker = new MultivariantLinker(target);
            linked = linker.link(new LinkPlan(functions, granularity, source, key).with(options));
            harvest = linker.harvest();
            assertEquals(Optional.empty(), target.validate());
            return target.write();
        }
    }

    /** The functions of the last linking. */
    List<LinkedFunction> linked() {
        return linked;
    }

    /** The harvesting of the last linking. */
    Harvest harvest() {
        return harvest;
    }

    private FunctionVariants variants(BinaryenModule target, int index, String name) {
        FunctionBody original = target.lift(name);
        var made = new ArrayList<Sized>();
        if (original.signature().result().equals(ValueType.I32)) {
            for (int k = 1; k <= variants; k++) {
                FunctionBody body = new FunctionBody(name, original.signature(), List.of(), result(original, index, k));
                made.add(new Sized(new Variant(body, List.of(), List.of()), 2, 1));
            }
        }
        return new FunctionVariants(
                index,
                name,
                new ExprStatistics(1, 2),
                made,
                made.isEmpty() ? Optional.of("none") : Optional.empty(),
                false);
    }

    private static Expr result(FunctionBody original, int index, int variant) {
        Expr number = Const.i32(100 * index + variant);
        List<ValueType> params = original.signature().params();
        return params.isEmpty() || !params.get(0).equals(ValueType.I32)
                ? number
                : IntBinary.of(BinaryOperator.ADD, ValueType.I32, number, new LocalGet(0, ValueType.I32));
    }
}
