package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.equivalence.derivation.CheckResult;
import io.github.mewe.equivalence.derivation.CheckedBody;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Signature;
import io.github.mewe.variant.Classification;
import io.github.mewe.variant.Step;
import io.github.mewe.variant.Variant;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
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
        assertEquals(List.of("0-3", "0-1", "1-2", "2-3"), checked);
    }

    @Test
    void aVariantThatIsProvedAtOnceNeedsNoSteps() {
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
