package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.Modules;
import io.github.mewe.ir.Expr;
import io.github.mewe.variant.DerivationStep;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantLimits;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.variant.VariantStrategy;
import io.github.mewe.variant.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Tests that the recorded steps lead from the original to the variant, over valid bodies. */
class DerivationRecordingTest {
    private static final int SEEDS = 5;

    @Test
    void everyStrategyRecordsTheBodiesBetweenOriginalAndVariant() {
        byte[] binary = Modules.sample();
        var recorded = new TreeSet<String>();
        try (BinaryenModule module = BinaryenModule.open(binary)) {
            var source = new ModuleSource(module, binary);
            try (var workbench = source.openWorkbench()) {
                for (int index = 0; index < source.functionCount(); index++) {
                    for (int seed = 0; seed < SEEDS; seed++) {
                        Variant original = Variant.original(source.lift(index));
                        Variant variant = original;
                        for (VariantStrategy strategy : StrategyRegistry.create(List.of())) {
                            var context = new StrategyContext(
                                    new VariantRandom(seed),
                                    workbench,
                                    source::liftForInlining,
                                    source.mutableIntegerGlobals(),
                                    new VariantLimits(2.5, 1_000, false));
                            variant = strategy.apply(variant, context).orElse(variant);
                        }
                        check(original, variant, workbench);
                        variant.derivation()
                                .forEach(step ->
                                        recorded.add(step.applied().get(0).strategy()));
                    }
                }
            }
        }
        assertEquals(new TreeSet<>(StrategyRegistry.names()), recorded);
    }

    private static void check(Variant original, Variant variant, Workbench workbench) {
        var applied = new TreeSet<String>();
        Expr before = original.body().root();
        for (DerivationStep step : variant.derivation()) {
            assertTrue(workbench.isValid(step.body(), step.helpers()), () -> step + " is invalid");
            before = step.body().root();
            step.applied()
                    .forEach(rule -> rule.sites().forEach(site -> applied.add(rule.strategy() + rule.rule() + site)));
        }
        assertSame(variant.body().root(), before);
        var chain = new ArrayList<String>();
        variant.chain().forEach(rule -> rule.sites().forEach(site -> chain.add(rule.strategy() + rule.rule() + site)));
        assertEquals(new TreeSet<>(chain), applied);
    }
}
