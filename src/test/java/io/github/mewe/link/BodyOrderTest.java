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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Shows where bodies end up in a module in which {@code b}, the exported function, calls {@code a}. */
class BodyOrderTest {
    private static final byte[] MODULE = WatModule.assemble("""
            (module
              (import "host" "log" (func $log))
              (func $a (call $log))
              (func $unrelated (nop))
              (func $b (export "b") (call $a)))
            """);

    @Test
    void placesABodyBeforeTheBodiesThatItCalls() {
        try (BinaryenModule module = BinaryenModule.open(MODULE)) {
            link(module, Granularity.BOUND);
            List<String> order = module.outputOrder();
            for (String caller : List.of("b$v0", "b$v1")) {
                String callee = module.directCallees(caller).get(0);
                assertEquals(order.indexOf(caller) + 1, order.indexOf(callee), order.toString());
            }
        }
    }

    @Test
    void placesTheBodiesOfADispatcherAfterItsCaller() {
        try (BinaryenModule module = BinaryenModule.open(MODULE)) {
            link(module, Granularity.CALL);
            assertEquals(
                    List.of("b$v0", "a$v0", "a$v1", "b$v1", "unrelated$v0", "unrelated$v1"),
                    module.outputOrder().stream()
                            .filter(name -> name.contains("$v"))
                            .toList());
        }
    }

    @Test
    void keepsTheIndicesOfTheModulesFunctions() {
        try (BinaryenModule module = BinaryenModule.open(MODULE)) {
            link(module, Granularity.CALL);
            assertEquals(
                    List.of("log", "a", "unrelated", "b"), module.outputOrder().subList(0, 4));
        }
    }

    private static void link(BinaryenModule module, Granularity granularity) {
        var functions = new ArrayList<FunctionVariants>();
        List<String> defined = module.definedFunctions();
        for (int i = 0; i < defined.size(); i++) {
            FunctionBody body = module.lift(defined.get(i));
            List<Sized> variants = List.of(new Sized(Variant.original(body), 2, 1));
            functions.add(
                    new FunctionVariants(i, body.name(), new ExprStatistics(1, 2), variants, Optional.empty(), false));
        }
        new MultivariantLinker(module)
                .link(new LinkPlan(functions, granularity, RandomnessSource.FIXED, new DrawKey(1, 2)));
    }
}
