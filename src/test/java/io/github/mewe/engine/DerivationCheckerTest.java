package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.equivalence.derivation.CheckResult;
import io.github.mewe.equivalence.derivation.CheckedBody;
import io.github.mewe.fixture.Modules;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Signature;
import io.github.mewe.variant.Classification;
import io.github.mewe.variant.GenerationLimits;
import io.github.mewe.variant.Step;
import io.github.mewe.variant.Survival;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.variant.VariantGenerator;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DerivationCheckerTest {
    private static final FunctionBody ORIGINAL = body(0);

    @Test
    void checksEachStepFromTheOriginalToTheVariant() {
        var checked = new ArrayList<String>();
        var checker = new DerivationChecker((before, after) -> {
            checked.add(value(before) + "-" + value(after));
            return isStep(before, after) ? new CheckResult.Accepted() : new CheckResult.Rejected("too far");
        });
        assertEquals(Classification.PROVED, checker.classify(ORIGINAL, variant(1, 2, 3)));
        assertEquals(List.of("0-1", "1-2", "2-3"), checked);
    }

    @Test
    void aVariantIsProvedAtOnceIfAStepIsNot() {
        var checker = new DerivationChecker((before, after) ->
                isStep(before, after) ? new CheckResult.Rejected("no step is accepted") : new CheckResult.Accepted());
        assertEquals(Classification.PROVED, checker.classify(ORIGINAL, variant(1, 2, 3)));
    }

    @Test
    void namesTheStepThatIsNotProved() {
        var checker = new DerivationChecker((before, after) -> value(after) == 2 || !isStep(before, after)
                ? new CheckResult.Rejected("a store is missing")
                : new CheckResult.Accepted());
        assertEquals(
                "step 2 of 3 (test rule-2) is not proved: a store is missing",
                checker.classify(ORIGINAL, variant(1, 2, 3)).obstacle().orElseThrow());
    }

    @Test
    void aVariantWithReferencesIsOnlyVerifiedByProof() {
        var signature = new Signature(List.of(ValueType.REFERENCE), ValueType.I32);
        var original = new FunctionBody("f", signature, List.of(), Const.i32(1));
        Variant variant = outlined(original, original.withRoot(Const.i32(2)), ORIGINAL.withName("g"));
        var rejects = new DerivationChecker((before, after) -> new CheckResult.Rejected("unknown"));
        assertFalse(rejects.classify(original, variant).isVerifiable());
        assertTrue(rejects.classify(ORIGINAL, variant(1)).isVerifiable());
        var accepts = new DerivationChecker((before, after) -> new CheckResult.Accepted());
        assertTrue(accepts.classify(original, variant).isVerifiable());
    }

    @Test
    void aFailingCheckerCostsTheProofOnly() {
        var checker = new DerivationChecker((before, after) -> {
            throw new IllegalStateException("broken");
        });
        String obstacle = checker.classify(ORIGINAL, variant(1)).obstacle().orElseThrow();
        assertTrue(obstacle.contains("the checker failed: java.lang.IllegalStateException: broken"), obstacle);
    }

    @Test
    void aDerivationThatEndsElsewhereProvesNothing() {
        var checker = new DerivationChecker((before, after) ->
                isStep(before, after) ? new CheckResult.Accepted() : new CheckResult.Rejected("too far"));
        Variant variant = variant(1, 2);
        var other = new Variant(body(3), List.of(), variant.chain(), variant.derivation());
        assertEquals(
                "its derivation does not lead to its body",
                checker.classify(ORIGINAL, other).obstacle().orElseThrow());
        var foreignHelper = new Variant(variant.body(), List.of(body(4)), variant.chain(), variant.derivation());
        assertEquals(
                "its derivation does not lead to its body",
                checker.classify(ORIGINAL, foreignHelper).obstacle().orElseThrow());
    }

    @Test
    void aDerivationWithoutOneOfItsStepsProvesNothing() {
        var checker = new DerivationChecker(DerivationCheckerTest::checkStep);
        Variant variant = variant(1, 2, 3);
        for (int skipped = 0; skipped < variant.derivation().size(); skipped++) {
            var steps = new ArrayList<>(variant.derivation());
            steps.remove(skipped);
            Variant shorter = new Variant(variant.body(), List.of(), variant.chain(), steps);
            String obstacle = checker.classify(ORIGINAL, shorter).obstacle().orElseThrow();
            String expected = skipped == 2
                    ? "its derivation does not lead to its body"
                    : "step " + (skipped + 1) + " of 2 (test rule-" + (skipped + 2) + ") is not proved: too far";
            assertEquals(expected, obstacle);
        }
    }

    @Test
    void aDerivationInAnotherOrderProvesNothing() {
        var checker = new DerivationChecker(DerivationCheckerTest::checkStep);
        assertFalse(checker.classify(ORIGINAL, variant(2, 1, 3)).isProved());
    }

    @Test
    void aWrittenBodyThatDiffersFromTheVariantIsNotProved() {
        var checker = new DerivationChecker((before, after) ->
                before.equals(after) ? new CheckResult.Accepted() : new CheckResult.Rejected("another body"));
        assertTrue(checker.classify(variant(1, 2), CheckedBody.of(body(2))).isProved());
        assertEquals(
                "the written body is not proved equal to the derived one: another body",
                checker.classify(variant(1, 2), CheckedBody.of(body(3)))
                        .obstacle()
                        .orElseThrow());
        assertFalse(checker.classify(variant(1, 2), new CheckedBody(body(2), List.of(body(4))))
                .isProved());
    }

    @Test
    void aHelperOfAnotherVariantIsNotProved() {
        try (BinaryenModule module = BinaryenModule.open(Modules.sample())) {
            var checker = DerivationChecker.forVerification(module);
            var signature = new Signature(List.of(ValueType.I32, ValueType.I32), ValueType.I32);
            Expr x = new LocalGet(0, ValueType.I32);
            Expr y = new LocalGet(1, ValueType.I32);
            var original = new FunctionBody("mix", signature, List.of(), difference(x, y));
            var outlined = original.withRoot(new Call("helper", List.of(x, y), false, ValueType.I32));
            var helper = new FunctionBody("helper", signature, List.of(), difference(x, y));
            Variant variant = outlined(original, outlined, helper);
            assertEquals(Classification.PROVED, checker.classify(original, variant));
            FunctionBody foreign = helper.withRoot(difference(y, x));
            assertFalse(checker.classify(original, outlined(original, outlined, foreign))
                    .isProved());
            var delivered = new Variant(outlined, List.of(foreign), variant.chain(), variant.derivation());
            assertFalse(checker.classify(original, delivered).isProved());
            assertFalse(checker.classify(variant, new CheckedBody(outlined, List.of(foreign)))
                    .isProved());
            assertFalse(checker.classify(variant, CheckedBody.of(outlined)).isProved());
        }
    }

    @Test
    void noVariantIsProvedForAnotherFunction() {
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
            List<FunctionBody> originals = IntStream.range(0, source.functionCount())
                    .mapToObj(source::lift)
                    .toList();
            for (int i = 0; i < originals.size(); i++) {
                FunctionBody own = originals.get(i);
                generator.again(source, i, histories -> {
                    histories.forEach(history -> originals.stream()
                            .filter(other -> other != own && other.signature().equals(own.signature()))
                            .forEach(other -> {
                                tested[0]++;
                                assertFalse(
                                        checker.classify(other, history.variant())
                                                .isProved(),
                                        () -> own.name() + " for " + other.name());
                            }));
                    return null;
                });
            }
        }
        assertTrue(tested[0] > 10, () -> tested[0] + " variants");
    }

    private static Variant outlined(FunctionBody original, FunctionBody body, FunctionBody helper) {
        return Variant.original(original)
                .then(body, List.of(helper), List.of(new Step("test", "outlining", List.of())));
    }

    private static Expr difference(Expr left, Expr right) {
        return IntBinary.of(BinaryOperator.SUB, ValueType.I32, left, right);
    }

    private static CheckResult checkStep(CheckedBody before, CheckedBody after) {
        return isStep(before, after) ? new CheckResult.Accepted() : new CheckResult.Rejected("too far");
    }

    private static boolean isStep(CheckedBody before, CheckedBody after) {
        return value(after) == value(before) + 1;
    }

    private static Variant variant(int... values) {
        Variant variant = Variant.original(ORIGINAL);
        for (int value : values) {
            variant = variant.then(body(value), List.of(new Step("test", "rule-" + value, List.of(0))));
        }
        return variant;
    }

    private static FunctionBody body(int value) {
        return new FunctionBody("f", new Signature(List.of(), ValueType.I32), List.of(), Const.i32(value));
    }

    private static long value(CheckedBody body) {
        return ((Const) body.body().root()).bits();
    }
}
