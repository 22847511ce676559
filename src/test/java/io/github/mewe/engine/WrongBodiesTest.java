package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.equivalence.derivation.CheckedBody;
import io.github.mewe.fixture.Modules;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.variant.GenerationLimits;
import io.github.mewe.variant.Step;
import io.github.mewe.variant.Survival;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.variant.VariantGenerator;
import io.github.mewe.wasm.ValueType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests that no variant is proved after its result was changed, whether in its last step or in the binary. */
class WrongBodiesTest {
    private static final List<BinaryOperator> CHANGES =
            List.of(BinaryOperator.ADD, BinaryOperator.SUB, BinaryOperator.XOR);

    @Test
    void aWrongResultIsNeverProved() {
        byte[] binary = Modules.sample();
        int[] tested = {0};
        try (BinaryenModule module = BinaryenModule.open(binary)) {
            var source = new ModuleSource(module, binary);
            var checker = DerivationChecker.forVerification(module);
            var generator = new VariantGenerator(
                    StrategyRegistry.create(List.of()),
                    new GenerationLimits(new VariantBudget(4, 8, 1.3, Optional.empty()), any -> 1.3),
                    Survival.load(),
                    11,
                    1);
            for (int i = 0; i < source.functionCount(); i++) {
                generator.again(source, i, histories -> {
                    histories.forEach(history -> {
                        Variant variant = history.variant();
                        if (variant.body().root().type().equals(ValueType.I32)) {
                            tested[0]++;
                            CHANGES.forEach(change -> assertNotProved(checker, history.original(), variant, change));
                        }
                    });
                    return null;
                });
            }
        }
        assertTrue(tested[0] > 10, () -> tested[0] + " variants");
    }

    private static void assertNotProved(
            DerivationChecker checker, FunctionBody original, Variant variant, BinaryOperator change) {
        FunctionBody body = variant.body();
        FunctionBody wrong =
                body.withRoot(IntBinary.of(change, ValueType.I32, body.root(), new Const(ValueType.I32, 1)));
        Variant wrongVariant = variant.then(wrong, List.of(new Step("wrong", change.name(), List.of())));
        assertFalse(checker.classify(original, wrongVariant).isProved(), () -> body.name() + " " + wrong);
        assertFalse(
                checker.classify(variant, new CheckedBody(wrong, variant.helpers()))
                        .isProved(),
                () -> body.name() + " " + wrong);
    }
}
