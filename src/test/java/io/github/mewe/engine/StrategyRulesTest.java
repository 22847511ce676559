package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.Modules;
import io.github.mewe.variant.Step;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantLimits;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.variant.VariantStrategy;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Tests that a strategy restricted to one rule applies no other. */
class StrategyRulesTest {

    @Test
    void aStrategyWithOneRuleAppliesNoOther() {
        byte[] binary = Modules.sample();
        for (VariantStrategy strategy : StrategyRegistry.create(List.of())) {
            assertEquals(strategy.rules().size(), new HashSet<>(strategy.rules()).size(), strategy.name());
            var applied = new TreeSet<String>();
            try (BinaryenModule module = BinaryenModule.open(binary)) {
                var source = new ModuleSource(module, binary);
                for (String rule : strategy.rules()) {
                    VariantStrategy only = strategy.only(rule);
                    assertEquals(strategy.name(), only.name());
                    assertEquals(List.of(rule), only.rules());
                    Set<String> done = rulesApplied(only, source);
                    assertTrue(Set.of(rule).containsAll(done), () -> rule + ": " + done);
                    applied.addAll(done);
                }
            }
            assertFalse(applied.isEmpty(), strategy.name());
            assertThrows(IllegalArgumentException.class, () -> strategy.only("no such rule"));
        }
    }

    private static Set<String> rulesApplied(VariantStrategy strategy, ModuleSource source) {
        var rules = new TreeSet<String>();
        try (var workbench = source.openWorkbench()) {
            for (int index = 0; index < source.functionCount(); index++) {
                for (int seed = 0; seed < 3; seed++) {
                    var context = new StrategyContext(
                            new VariantRandom(seed),
                            workbench,
                            source::liftForInlining,
                            source.mutableIntegerGlobals(),
                            new VariantLimits(2.5, 1_000, false));
                    Optional<Variant> variant = strategy.apply(Variant.original(source.lift(index)), context);
                    variant.ifPresent(v -> v.chain().stream().map(Step::rule).forEach(rules::add));
                }
            }
        }
        return rules;
    }
}
