package io.github.mewe.equivalence.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.Modules;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Drop;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.Store;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolatedComparisonTest {
    private static final String MODULE = """
            (module
              (type $op (func (param i32) (result i32)))
              (import "env" "tell" (func $tell (param i32)))
              (memory (export "memory") 1)
              (table 2 funcref)
              (elem (i32.const 0) $twice $twice)
              (data (i32.const 2000) "\\01\\02\\03\\04")
              (global $count (mut i32) (i32.const 7))
              (func $twice (param $a i32) (result i32)
                (i32.add (i32.mul (local.get $a) (i32.const 2)) (i32.rotl (local.get $a) (i32.const 5))))
              (func $stores (export "stores") (param $p i32) (param $v i32)
                (i32.store offset=4 (local.get $p) (i32.xor (local.get $v) (i32.load (local.get $p))))
                (call $tell (i32.add (local.get $v) (i32.const 3)))
                (i32.store8 offset=9 (local.get $p) (i32.sub (local.get $v) (i32.const 1)))
                (global.set $count (i32.add (global.get $count) (local.get $v))))
              (func $calls (export "calls") (param $i i32) (param $a i32) (result i32)
                (i32.sub
                  (call_indirect (type $op) (i32.add (local.get $a) (i32.const 5)) (local.get $i))
                  (call $twice (i32.xor (local.get $a) (local.get $i)))))
              (func $sum (export "sum") (param $n i32) (result i32)
                (local $s i32)
                (block $done
                  (loop $more
                    (br_if $done (i32.eqz (local.get $n)))
                    (local.set $s (i32.add (i32.mul (local.get $s) (i32.const 31)) (local.get $n)))
                    (local.set $n (i32.sub (local.get $n) (i32.const 1)))
                    (br $more)))
                (local.get $s))
              (func $forever (export "forever") (param $n i32) (result i32)
                (loop $more
                  (local.set $n (i32.add (i32.mul (local.get $n) (i32.const 5)) (i32.const 9)))
                  (br $more))
                (unreachable))
              (func $choose (export "choose") (param $n i32) (result i32)
                (if (result i32) (i32.eq (local.get $n) (i32.const 76543))
                  (then (i32.add (i32.mul (local.get $n) (i32.const 11)) (i32.const 5)))
                  (else (i32.xor (i32.mul (local.get $n) (i32.const 13)) (i32.const 77)))))
              (func $reads (export "reads") (param $p i32) (result i32)
                (local $a i32)
                (local.set $a (i32.and (local.get $p) (i32.const 0xFFF8)))
                (if (result i32) (i32.eq (i32.load16_u offset=20 (local.get $a)) (i32.const 51966))
                  (then
                    (if (result i32)
                      (i32.eq
                        (call_indirect (type $op) (local.get $a) (local.get $p))
                        (i32.load8_u offset=33 (local.get $a)))
                      (then (i32.add (i32.mul (local.get $p) (i32.const 11)) (i32.const 5)))
                      (else (i32.sub (local.get $p) (i32.const 4)))))
                  (else (i32.xor (i32.mul (local.get $p) (i32.const 13)) (i32.const 77))))))
            """;

    private static final int STORES = 2;
    private static final int FOREVER = 5;
    private static final int CHOOSE = 6;
    private static final int READS = 7;

    @TempDir
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    private record Made(byte[] input, byte[] binary, Manifest manifest) {}

    private Made made() {
        return made(MODULE, 4);
    }

    private Made made(String text, int variants) {
        byte[] input = Modules.of(text);
        var budget = new VariantBudget(variants, 50, 1.5, Optional.empty());
        var request = new DiversificationRequest(
                budget, Optional.of("5"), NameFilter.all(), List.of(), RandomnessSource.EXPORT);
        DiversificationResult made = new Diversifier(1, directory).diversify("x", input, "y", request, Progress.SILENT);
        return new Made(input, made.binary(), made.manifest());
    }

    private static List<IsolatedVariant> run(Made made, byte[] binary, int threads) {
        return new IsolatedComparison(made.input(), binary, made.manifest(), IsolationSettings.defaults(1, threads))
                .run();
    }

    /** Changes all nodes of the variants of a function. */
    private static byte[] changed(Made made, int function, UnaryOperator<Expr> change) {
        return DeepThread.call(() -> {
            try (BinaryenModule module = BinaryenModule.open(made.binary())) {
                List<String> names =
                        module.functions().stream().map(f -> f.name()).toList();
                for (Manifest.Variant variant : of(made, function).variants()) {
                    var bodies = new ArrayList<Integer>(variant.helpers());
                    bodies.add(variant.index());
                    for (int body : bodies) {
                        var lifted = module.lift(names.get(body));
                        module.replaceBody(lifted.withRoot(ExprTransformer.bottomUp(lifted.root(), change)));
                    }
                }
                return module.write();
            }
        });
    }

    private static Manifest.Function of(Made made, int index) {
        return made.manifest().functions().stream()
                .filter(f -> f.index() == index)
                .findFirst()
                .orElseThrow();
    }

    private static List<IsolatedVariant> of(List<IsolatedVariant> all, int function) {
        List<IsolatedVariant> some =
                all.stream().filter(r -> r.function().index() == function).toList();
        assertTrue(!some.isEmpty(), () -> "no variants of function " + function);
        return some;
    }

    @Test
    void executesEquivalentVariants() {
        Made made = made();
        List<IsolatedVariant> results = run(made, made.binary(), 1);
        assertEquals(made.manifest().totals().variants(), results.size());
        for (IsolatedVariant result : results) {
            if (result.function().index() != FOREVER) {
                assertEquals(
                        IsolatedVariant.EXECUTED,
                        result.verdict().status(),
                        () -> result.verdict().toString());
                assertTrue(
                        result.verdict().inputs() >= 64, () -> result.verdict().toString());
                assertTrue(
                        result.verdict().reached() > 0.3, () -> result.verdict().toString());
            }
        }
    }

    @Test
    void executesNoEndlessVariant() {
        Made made = made();
        for (IsolatedVariant result : of(run(made, made.binary(), 1), FOREVER)) {
            assertEquals(IsolatedVariant.NOT_EXECUTED, result.verdict().status());
            assertEquals(0, result.verdict().inputs());
            assertTrue(result.verdict().reason().contains("no terminating input"), result.verdict()::reason);
        }
    }

    @Test
    void reachesRareBranchesByConstantsOfTheBody() {
        Made made = made();
        assertTrue(of(run(made, made.binary(), 1), CHOOSE).stream()
                .anyMatch(result -> result.reached() == result.instructions()));
    }

    @Test
    void aimsInputsAtReadsAndAnswers() {
        Made made = made();
        assertTrue(of(run(made, made.binary(), 1), READS).stream()
                .anyMatch(result -> result.reached() == result.instructions()));
    }

    @Test
    void resultsDoNotDependOnThreads() {
        Made made = made();
        List<String> one = run(made, made.binary(), 1).stream()
                .map(r -> r.verdict().toString())
                .toList();
        assertEquals(
                one,
                run(made, made.binary(), 2).stream()
                        .map(r -> r.verdict().toString())
                        .toList());
    }

    @Test
    void reportsAMissingStoreWithItsReproduction() {
        Made made = made();
        byte[] broken = changed(
                made,
                STORES,
                expr -> expr instanceof Store s && s.bytes() == 1 && s.offset() == 9
                        ? io.github.mewe.ir.Block.of(null, new Drop(s.address()), new Drop(s.value()))
                        : expr);
        List<IsolatedVariant> divergent = run(made, broken, 1).stream()
                .filter(r -> r.divergence().isPresent())
                .toList();
        assertTrue(!divergent.isEmpty());
        for (IsolatedVariant result : divergent) {
            assertEquals(STORES, result.function().index());
            assertEquals(IsolatedVariant.DIVERGENT, result.verdict().status());
            IsolatedDivergence found = result.divergence().orElseThrow();
            assertTrue(found.wat().contains("(export \"original\""), found::wat);
            assertTrue(found.wat().contains("(export \"variant\""), found::wat);
            assertTrue(found.json().contains("\"arguments\""), found::json);
            assertEquals(result.variant().chain(), found.divergence().chain());
            assertTrue(
                    found.divergence().original().contains("memory"),
                    () -> found.divergence().toString());
        }
    }

    @Test
    void seesWrongArgumentsOfCalls() {
        Made made = made();
        byte[] broken = changed(
                made,
                STORES,
                expr -> expr instanceof Call call && call.operands().size() == 1
                        ? call.withChildren(List.of(IntBinary.of(
                                BinaryOperator.ADD,
                                io.github.mewe.wasm.ValueType.I32,
                                call.operands().get(0),
                                Const.i32(1))))
                        : expr);
        assertTrue(of(run(made, broken, 1), STORES).stream()
                .allMatch(r -> r.divergence().isPresent()));
    }

    @Test
    void runsEveryCalleeThatMayHaveBeenInlined() {
        Made made = inlined(60);

        List<IsolatedVariant> results = run(made, made.binary(), 1);

        assertTrue(
                results.stream().anyMatch(result -> inlines(result.variant())),
                "no variant of the caller has inlined callees");
        results.forEach(result ->
                assertEquals(IsolatedVariant.EXECUTED, result.verdict().status(), result.toString()));
    }

    @Test
    void passesOverVariantsThatMayContainTooManyCallees() {
        Made made = inlined(VariantGroup.MOST_REAL + 1);

        List<IsolatedVariant> results = run(made, made.binary(), 1).stream()
                .filter(result -> inlines(result.variant()))
                .toList();

        assertTrue(!results.isEmpty(), "no variant of the caller has inlined callees");
        results.forEach(result -> {
            assertEquals(IsolatedVariant.NOT_EXECUTED, result.verdict().status(), result.toString());
            assertEquals(
                    "it may contain the code of any of more than 400 callees",
                    result.verdict().reason());
        });
    }

    private static boolean inlines(Manifest.Variant variant) {
        return variant.chain().stream()
                .anyMatch(step -> step.rule().equals("inlining") || step.rule().equals("callee-merging"));
    }

    /** A multivariant binary whose first function calls many small ones. */
    private Made inlined(int callees) {
        var text =
                new StringBuilder("(module (global $g (mut i32) (i32.const 1))\n(func $caller (export \"caller\")\n");
        for (int i = 0; i < callees; i++) {
            text.append("(call $f").append(i).append(")\n");
        }
        text.append(")\n");
        for (int i = 0; i < callees; i++) {
            text.append(
                    "(func $f" + i + " (global.set $g (i32.mul (global.get $g) (i32.const " + (2 * i + 3) + "))))\n");
        }
        return made(text.append(")").toString(), 8);
    }

    @Test
    void reportsTheEndOfTheTimeLimit() {
        Made made = made();
        var settings = new IsolationSettings(64, 1, 1, 300, Optional.of(Duration.ZERO), done -> {});
        for (IsolatedVariant result :
                new IsolatedComparison(made.input(), made.binary(), made.manifest(), settings).run()) {
            assertEquals(IsolatedVariant.NOT_EXECUTED, result.verdict().status());
            assertTrue(result.verdict().reason().contains("time"), result.verdict()::reason);
        }
    }

    @Test
    void theEngineMayChooseAmongNans() {
        Made made = made("""
                (module
                  (func (export "adds") (param i32 i32) (result f32)
                    (f32.add
                      (f32.reinterpret_i32 (i32.or (local.get 0) (i32.const 0x7FC00000)))
                      (f32.reinterpret_i32 (i32.or (local.get 1) (i32.const 0x7FC00000))))))
                """, 4);
        byte[] swapped = changed(
                made,
                0,
                expr -> expr instanceof Numeric sum && sum.operator().name().equals("f32.add")
                        ? sum.withChildren(
                                List.of(sum.children().get(1), sum.children().get(0)))
                        : expr);
        for (IsolatedVariant result : run(made, swapped, 1)) {
            assertEquals(IsolatedVariant.EXECUTED, result.verdict().status());
        }
    }
}
