package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.LinkPlan;
import io.github.mewe.link.MultivariantLinker;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.GenerationLimits;
import io.github.mewe.variant.Survival;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.variant.VariantGenerator;
import io.github.mewe.variant.VariantGenerator.Generation;
import io.github.mewe.variant.VariantStrategy;
import io.github.mewe.variant.structure.StructureStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Applies each structural transformation alone, and compares the output with the original by execution. */
class StructureTransformationsTest {
    private static final int SEEDS = 6;
    private static final int ROUNDS = 3;
    private static final int[] VALUES = {0, 1, 2, 3, 4, 5, 7, 9, 12, 31, -1, -2, 1000, 65535, 0x7fff_ffff, 0x8000_0000};

    /** Transformations that the clean-up before fingerprinting undoes in code as simple as this. */
    private static final Set<String> UNDONE = Set.of("branch-to-if", "select-to-if", "local-permutation");

    private static final String MODULE = """
            (module
              (memory (export "memory") 1)
              (global $g (mut i32) (i32.const 7))
              (func $twice (param $a i32) (result i32)
                (if (i32.gt_s (local.get $a) (i32.const 100)) (then (return (i32.const -5))))
                (i32.add (local.get $a) (local.get $a)))
              (func $mixed (param $a i32) (param $w i64) (result i32)
                (local $t i32)
                (local.set $t (i32.xor (local.get $t) (local.get $a)))
                (i32.sub (local.get $t) (i32.wrap_i64 (local.get $w))))
              (func $note (param $a i32) (global.set $g (i32.add (global.get $g) (local.get $a))))
              (func $mark (param $w i64) (param $a i32)
                (i64.store (i32.and (local.get $a) (i32.const 0xff0)) (local.get $w)))
              (func (export "table") (param $x i32) (param $y i32) (result i32)
                (local $r i32)
                (block $end
                  (block $d (block $c (block $b (block $a
                    (br_table $a $b $b $d $c $a $d (i32.sub (local.get $x) (i32.const 1))))
                    (local.set $r (i32.mul (local.get $y) (i32.const 13)))
                    (br $end))
                    (local.set $r (i32.xor (local.get $y) (i32.const 77))))
                    (local.set $r (i32.add (local.get $r) (i32.const 5)))
                    (br $end))
                  (local.set $r (i32.rotl (local.get $y) (local.get $x))))
                (i32.add (local.get $r) (i32.mul (local.get $x) (i32.const 3))))
              (func (export "chain") (param $x i32) (param $y i32) (result i32)
                (local $r i32)
                (block $two (block $one
                    (br_if $one (i32.eq (local.get $x) (i32.const 4)))
                    (br_if $two (i32.eq (local.get $x) (i32.const 7)))
                    (br_if $one (i32.eq (local.get $x) (i32.const -2)))
                    (br_if $two (i32.ne (local.get $x) (i32.const 9)))
                    (local.set $r (i32.add (local.get $y) (i32.const 1)))
                    (br $two))
                  (local.set $r (i32.sub (local.get $y) (i32.const 1))))
                (if (result i32) (i32.eq (local.get $y) (i32.const 3))
                  (then (i32.mul (local.get $r) (i32.const 5)))
                  (else (if (result i32) (i32.eqz (local.get $y))
                    (then (i32.xor (local.get $r) (local.get $x)))
                    (else (if (result i32) (i32.ne (local.get $y) (i32.const 5))
                      (then (local.get $r))
                      (else (i32.div_s (local.get $r) (local.get $x)))))))))
              (func (export "joins") (param $x i32) (param $y i32) (result i32)
                (local $r i32) (local $w i64) (local $k i32)
                (local.set $k (i32.add (local.get $x) (local.get $y)))
                (i32.store offset=8192 (i32.and (local.get $k) (i32.const 0xffc)) (local.get $k))
                (i32.store offset=8200 (i32.and (local.get $x) (i32.const 0xffc)) (local.get $k))
                (local.set $r (i32.add (local.get $x) (i32.mul (local.get $y) (i32.const 9))))
                (if (i32.lt_s (local.get $x) (local.get $y))
                  (then (local.set $r (i32.xor (local.get $r) (i32.const 0x55))))
                  (else (local.set $w (i64.extend_i32_s (local.get $r)))))
                (i32.store (i32.and (local.get $r) (i32.const 0xffc)) (local.get $x))
                (block $out
                  (br_if $out (i32.and (local.get $y) (i32.const 1)))
                  (local.set $w (i64.add (local.get $w) (i64.const 0x123456789))))
                (i64.store offset=4 (i32.and (local.get $y) (i32.const 0xff8)) (local.get $w))
                (if (i32.gt_u (local.get $x) (i32.const 60000)) (then (return (local.get $r))))
                (local.set $r (i32.add (local.get $r) (i32.load (i32.and (local.get $x) (i32.const 0xfff)))))
                (i32.add (local.get $r) (i32.wrap_i64 (i64.mul (local.get $w) (i64.const 3)))))
              (func (export "loops") (param $x i32) (param $y i32) (result i32)
                (local $i i32) (local $sum i32)
                (local.set $x (i32.and (local.get $x) (i32.const 63)))
                (block $done
                  (loop $next
                    (br_if $done (i32.ge_u (local.get $i) (local.get $x)))
                    (local.set $sum (i32.add (i32.rotl (local.get $sum) (i32.const 3)) (local.get $y)))
                    (i32.store8 offset=4096 (local.get $i) (local.get $sum))
                    (local.set $i (i32.add (local.get $i) (i32.const 1)))
                    (br $next)))
                (loop $again
                  (local.set $sum (i32.sub (local.get $sum) (i32.const 7)))
                  (local.set $i (i32.sub (local.get $i) (i32.const 2)))
                  (br_if $again (i32.gt_s (local.get $i) (i32.const 0))))
                (i32.xor (local.get $sum) (select (local.get $i) (local.get $y) (i32.lt_s (local.get $y) (i32.const 0)))))
              (func (export "calls") (param $x i32) (param $y i32) (result i32)
                (local $r i32)
                (local.set $r (call $twice (i32.sub (local.get $x) (local.get $y))))
                (call $note (local.get $r))
                (call $mark (i64.extend_i32_u (local.get $y)) (call $twice (local.get $x)))
                (local.set $r (i32.add (local.get $r)
                  (call $mixed (i32.add (local.get $x) (i32.const 11)) (i64.extend_i32_s (local.get $r)))))
                (call $note (i32.add (local.get $r) (local.get $y)))
                (i32.add (global.get $g) (i32.mul (local.get $r) (i32.const 31)))))
            """;

    private final byte[] module = Modules.of(MODULE);

    @Test
    void eachTransformationPreservesBehaviour() {
        List<String> before = observe(module);
        for (String rule : new StructureStrategy().rules()) {
            int variants = 0;
            for (int seed = 0; seed < SEEDS; seed++) {
                Output output = diversify(new StructureStrategy().only(rule), seed);
                assertEquals(List.of(), output.generation().faults(), rule + " with seed " + seed);
                variants += output.generation().functions().stream()
                        .mapToInt(function -> function.variants().size())
                        .sum();
                assertEquals(before, observe(output.binary()), rule + " with seed " + seed);
            }
            assertTrue(variants > 0 || UNDONE.contains(rule), rule + " has a site in this module");
        }
    }

    @Test
    void combinationsPreserveBehaviour() {
        List<String> before = observe(module);
        for (int seed = 0; seed < 5 * SEEDS; seed++) {
            Output output = diversify(new StructureStrategy(), seed);
            assertEquals(List.of(), output.generation().faults(), "seed " + seed);
            assertEquals(before, observe(output.binary()), "seed " + seed);
        }
    }

    private record Output(byte[] binary, Generation generation) {}

    private Output diversify(VariantStrategy strategy, long seed) {
        try (BinaryenModule input = BinaryenModule.open(module);
                BinaryenModule target = BinaryenModule.open(module)) {
            var budget = new VariantBudget(4, 100, 100, Optional.empty());
            Generation generation = new VariantGenerator(
                            List.of(strategy),
                            new GenerationLimits(budget, function -> budget.maxVariantCost()),
                            Survival.unknown(),
                            seed,
                            1)
                    .generate(new ModuleSource(input, module), name -> true, done -> {});
            var key = new LinkPlan.DrawKey(seed, seed + 1);
            new MultivariantLinker(target)
                    .link(new LinkPlan(generation.functions(), Granularity.CALL, RandomnessSource.FIXED, key));
            assertEquals(Optional.empty(), target.validate());
            return new Output(target.write(), generation);
        }
    }

    /** Later calls return values that depend on the memory and the globals. */
    private static List<String> observe(byte[] binary) {
        Running running = Running.of(binary);
        var seen = new ArrayList<String>();
        for (int round = 0; round < ROUNDS; round++) {
            for (String export : List.of("table", "chain", "joins", "loops", "calls")) {
                for (int x : VALUES) {
                    for (int y : VALUES) {
                        seen.add(export + " " + running.describe(export, x, y));
                    }
                }
                seen.add("memory " + running.memoryHash());
            }
        }
        return seen;
    }
}
