package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.link.LinkPlan.DrawKey;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.Variant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Counts the paths of a module with an obvious number of paths. */
class CallPathsTest {
    /** Function a calls b, which calls c, and also calls c directly. Function d, in the table, calls itself and c. */
    private static final String MODULE = """
            (module
              (table 1 funcref)
              (elem (i32.const 0) $d)
              (func $a (export "a") (call $b) (call $c) (call $c))
              (func $b (call $c))
              (func $c (nop))
              (func $d (call $d) (call $c))
              (func $unreached (call $a)))
            """;

    @Test
    void countsThePathsOfAnUnchangedModule() {
        try (BinaryenModule module = BinaryenModule.open(WatModule.assemble(MODULE))) {
            assertEquals(log2(3), CallPaths.bits(module, List.of()), 1e-9);
        }
    }

    @Test
    void countsAPathPerBody() {
        try (BinaryenModule module = BinaryenModule.open(WatModule.assemble(MODULE))) {
            List<LinkedFunction> linked = link(module, Granularity.CALL);
            // c: 3; b: 3 * 3; a: 3 * (9 + 3); d: 3 * 3, without the recursive call through the dispatcher
            assertEquals(log2(36 + 9), CallPaths.bits(module, linked), 1e-9);
        }
    }

    @Test
    void keepsTheCallersChoiceWhenBindingCalls() {
        try (BinaryenModule module = BinaryenModule.open(WatModule.assemble(MODULE))) {
            List<LinkedFunction> linked = link(module, Granularity.BOUND);
            // a: each of 3 bodies calls one body of b, which calls one of c, and also calls one of c directly
            double a = 3 * 2;
            double bits = CallPaths.bits(module, linked);
            assertEquals(true, Math.pow(2, bits) >= a && Math.pow(2, bits) < 45, "paths: " + Math.pow(2, bits));
        }
    }

    private static List<LinkedFunction> link(BinaryenModule module, Granularity granularity) {
        var functions = new ArrayList<FunctionVariants>();
        for (int i = 0; i < 4; i++) {
            FunctionBody body = module.lift(module.functions().get(i).name());
            List<Sized> variants = Collections.nCopies(2, new Sized(Variant.original(body), 2, 1));
            functions.add(
                    new FunctionVariants(i, body.name(), new ExprStatistics(1, 2), variants, Optional.empty(), false));
        }
        return new MultivariantLinker(module)
                .link(new LinkPlan(functions, granularity, RandomnessSource.FIXED, new DrawKey(1, 2)));
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
