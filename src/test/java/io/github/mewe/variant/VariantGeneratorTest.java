package io.github.mewe.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Signature;
import io.github.mewe.variant.rewrite.RewriteStrategy;
import io.github.mewe.variant.rewrite.RuleTable;
import io.github.mewe.variant.structure.StructureStrategy;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Tests the generator on trees, without the native library. */
class VariantGeneratorTest {
    private static final int FUNCTIONS = 12;
    private static final int SHORT_FUNCTIONS = 2;
    private static final GenerationLimits LIMITS =
            new GenerationLimits(new VariantBudget(4, 100, 1.3, Optional.empty()), function -> 1.3);

    private final List<VariantStrategy> strategies =
            List.of(new StructureStrategy(), new RewriteStrategy(RuleTable.load()));

    @Test
    void makesDistinctVariants() {
        for (FunctionVariants function : generate(strategies, 7, 2).functions()) {
            Set<Expr> bodies = new HashSet<>();
            bodies.add(new Source().lift(function.index()).root());
            function.variants()
                    .forEach(v -> assertTrue(bodies.add(v.variant().body().root()), function.name()));
            assertTrue(
                    function.variants().size() >= 3,
                    function.name() + " has " + function.variants().size());
            function.variants().forEach(v -> assertTrue(!v.variant().chain().isEmpty()));
        }
    }

    @Test
    void generatesTheSameVariantsWithAnyNumberOfThreads() {
        assertEquals(generate(strategies, 7, 1), generate(strategies, 7, 4));
        assertTrue(!generate(strategies, 7, 2).equals(generate(strategies, 8, 2)), "another seed");
    }

    @Test
    void leavesTheLargestFunctionsAsTheyAre() {
        // Of the ten functions that are not short, seven are covered.
        assertCovered(name -> true, index -> index < SHORT_FUNCTIONS || index >= FUNCTIONS - 7);
    }

    @Test
    void onlySelectedFunctionsCountForTheCoverage() {
        Set<String> largest = Set.of("f2", "f3", "f4");
        assertCovered(largest::contains, index -> index == 3 || index == 4);
    }

    /** Functions from the third on are the shorter the higher their number. */
    private void assertCovered(Predicate<String> selected, IntPredicate isCovered) {
        var budget = new VariantBudget(4, 100, 1.3, Optional.empty()).withCoverage(0.65);
        var generator = new VariantGenerator(
                strategies, new GenerationLimits(budget, function -> 1.3), Survival.load(), 7, 1, DerivationCheck.NONE);
        List<FunctionVariants> functions = generator
                .generate(new Source(), selected, GenerationCache.NONE, done -> {})
                .functions();
        for (FunctionVariants function : functions) {
            boolean expected = isCovered.test(function.index());
            assertEquals(expected, !function.variants().isEmpty(), function.name() + ": " + function.reason());
            if (!expected && selected.test(function.name())) {
                assertTrue(function.reason().orElseThrow().contains("(mewe.coverage)"));
            }
        }
    }

    @Test
    void dropsCandidatesThatCleanUpMakesEqual() {
        VariantStrategy idle = strategy((variant, context) ->
                Optional.of(variant.then(variant.body(), List.of(new Step("idle", "nothing", List.of())))));
        for (FunctionVariants function : generate(List.of(idle), 7, 1).functions()) {
            assertEquals(List.of(), function.variants());
            assertTrue(function.reason().orElseThrow().startsWith("no distinct variant"));
        }
    }

    @Test
    void provedVariantsDisplaceOthers() {
        DerivationCheck check = (original, variant) ->
                isProvable(variant) ? Classification.PROVED : Classification.toBeExecuted("its body is too hard");
        int unproved = 0;
        int displaced = 0;
        List<FunctionVariants> unchecked =
                generate(strategies, DerivationCheck.NONE).functions();
        List<FunctionVariants> checked = generate(strategies, check).functions();
        for (int i = 0; i < checked.size(); i++) {
            List<FunctionVariants.Sized> variants = checked.get(i).variants();
            assertTrue(variants.size() >= unchecked.get(i).variants().size(), "no function loses variants");
            boolean isUnproved = false;
            for (FunctionVariants.Sized variant : variants) {
                assertEquals(
                        isProvable(variant.variant()), variant.classification().isProved());
                assertTrue(!isUnproved || !variant.classification().isProved(), "proved variants come first");
                isUnproved |= !variant.classification().isProved();
            }
            unproved += isUnproved ? 1 : 0;
            displaced += isUnproved || variants.equals(unchecked.get(i).variants()) ? 0 : 1;
        }
        assertTrue(displaced > 0, "some functions get other variants");
        assertTrue(unproved < checked.size(), "some functions have only proved variants");
    }

    private static boolean isProvable(Variant variant) {
        return variant.body().root().hashCode() % 4 != 0;
    }

    @Test
    void aGenerationWithoutAVariantKeepsItsEquals() {
        VariantGenerator.Generation generation = generate(strategies, 7, 1);
        FunctionVariants first = generation.functions().get(0);
        Variant dropped = first.variants().get(1).variant();
        Set<Variant> identical = Collections.newSetFromMap(new IdentityHashMap<>());
        identical.add(dropped);
        VariantGenerator.Generation left = generation.without(identical, "not verifiable");
        var expected = new ArrayList<>(first.variants());
        expected.remove(1);
        assertEquals(expected, left.functions().get(0).variants());
        assertEquals(
                generation.functions().subList(1, FUNCTIONS), left.functions().subList(1, FUNCTIONS));
        first.variants().forEach(variant -> identical.add(variant.variant()));
        FunctionVariants none =
                generation.without(identical, "not verifiable").functions().get(0);
        assertEquals(List.of(), none.variants());
        assertEquals(Optional.of("not verifiable"), none.reason());
        Set<Variant> copies = Collections.newSetFromMap(new IdentityHashMap<>());
        copies.add(dropped.withoutDerivation());
        assertEquals(generation, generation.without(copies, "not verifiable"), "another object is not dropped");
    }

    @Test
    void reportsAFailingStrategyAndLosesOnlyItsVariant() {
        var calls = new AtomicInteger();
        VariantStrategy failing = strategy((variant, context) -> {
            if (variant.body().name().equals("f3")) {
                throw new IllegalStateException("cannot handle this body");
            }
            calls.incrementAndGet();
            return Optional.empty();
        });
        VariantGenerator.Generation generation = generate(List.of(failing), 7, 2);
        assertEquals(1, generation.faults().size());
        assertTrue(generation.faults().get(0).contains("f3")
                && generation.faults().get(0).contains("cannot handle this body"));
        assertEquals(FUNCTIONS, generation.functions().size());
        assertTrue(calls.get() >= FUNCTIONS - 1, "the other functions are tried");
    }

    private VariantGenerator.Generation generate(List<VariantStrategy> with, long seed, int threads) {
        return new VariantGenerator(with, LIMITS, Survival.unknown(), seed, threads)
                .generate(new Source(), name -> true, done -> {});
    }

    private static VariantGenerator.Generation generate(List<VariantStrategy> with, DerivationCheck check) {
        return new VariantGenerator(with, LIMITS, Survival.unknown(), 7, 1, check)
                .generate(new Source(), name -> true, done -> {});
    }

    private interface Apply {
        Optional<Variant> apply(Variant variant, StrategyContext context);
    }

    private static VariantStrategy strategy(Apply apply) {
        return new VariantStrategy() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public Optional<Variant> apply(Variant variant, StrategyContext context) {
                return apply.apply(variant, context);
            }

            @Override
            public List<String> rules() {
                return List.of("test");
            }

            @Override
            public VariantStrategy only(String rule) {
                return this;
            }
        };
    }

    /** Functions of two parameters, with a clean-up that does nothing. */
    private static final class Source implements GenerationSource {
        @Override
        public int functionCount() {
            return FUNCTIONS;
        }

        @Override
        public long codeBytes() {
            return 1000;
        }

        @Override
        public int bodyBytes(int index) {
            return index < SHORT_FUNCTIONS ? 10 : 200 - index;
        }

        @Override
        public String functionName(int index) {
            return "f" + index;
        }

        @Override
        public long content(int index) {
            return index;
        }

        @Override
        public FunctionBody lift(int index) {
            Expr x = new LocalGet(0, ValueType.I32);
            Expr y = new LocalGet(1, ValueType.I32);
            Expr sum = IntBinary.of(BinaryOperator.ADD, ValueType.I32, x, y);
            Expr product = IntBinary.of(BinaryOperator.MUL, ValueType.I32, sum, Const.i32(index + 3));
            Expr root = IntBinary.of(BinaryOperator.XOR, ValueType.I32, product, y);
            var signature = new Signature(List.of(ValueType.I32, ValueType.I32), ValueType.I32);
            return new FunctionBody(functionName(index), signature, List.of(), root);
        }

        @Override
        public Optional<FunctionBody> liftForInlining(String name) {
            return Optional.empty();
        }

        @Override
        public GlobalReads mutableIntegerGlobals() {
            return new GlobalReads(List.of());
        }

        @Override
        public boolean framePreserving() {
            return false;
        }

        @Override
        public CloseableWorkbench openWorkbench() {
            return new CloseableWorkbench() {
                @Override
                public Optional<Long> fingerprint(FunctionBody body, List<FunctionBody> helpers, CleanUp cleanUp) {
                    return Optional.of(
                            (long) List.of(body.root(), body.vars(), helpers).hashCode());
                }

                @Override
                public Optional<FunctionBody> optimize(
                        FunctionBody body, List<FunctionBody> helpers, List<String> passes) {
                    return Optional.empty();
                }

                @Override
                public void close() {}
            };
        }
    }
}
