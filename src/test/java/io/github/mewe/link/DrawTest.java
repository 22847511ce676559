package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.Running;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Counts the outcomes of draws over all values of the bits, which yields the exact shares without statistics. */
class DrawTest {
    private static final BitSource BITS = BitSource.under("mewe");
    private static final double UNIT = 1.0 / (1 << Draw.MAX_BITS);

    /** The parts of a discriminator that draws use, with bits that count through all values. */
    private static final String WAT = """
            (module
              (memory (export "memory") 1)
              (global $mewe.bits (mut i64) (i64.const 1))
              (global $given (mut i64) (i64.const 1))
              (func $mewe.refill (result i64) (global.get $given))
              (func $mewe.take (param $count i32) (result i32)
                (i32.wrap_i64 (i64.and
                  (global.get $given)
                  (i64.sub
                    (i64.shl (i64.const 1) (i64.extend_i32_u (local.get $count)))
                    (i64.const 1)))))
              (func $inline (param f64) (result i32) (i32.const 0))
              (func $outOfLine (param f64) (result i32) (i32.const 0))
              (func (export "left") (result i64) (global.get $mewe.bits))
              ;; mode 0: the bits are buffered, 1: they are not, 2: they are taken out of line
              (func (export "count") (param $bits i32) (param $mode i32)
                (local $i i64) (local $mark i64) (local $cell i32)
                (memory.fill (i32.const 0) (i32.const 0) (i32.const 65536))
                (local.set $mark (i64.shl (i64.const 1) (i64.extend_i32_u (local.get $bits))))
                (loop $next
                  (global.set $given (i64.or (local.get $i) (local.get $mark)))
                  (global.set $mewe.bits
                    (select (i64.const 1) (global.get $given) (i32.eq (local.get $mode) (i32.const 1))))
                  (local.set $cell
                    (i32.shl
                      (if (result i32) (i32.eq (local.get $mode) (i32.const 2))
                        (then (call $outOfLine (f64.const 1)))
                        (else (call $inline (f64.const 1))))
                      (i32.const 2)))
                  (i32.store (local.get $cell) (i32.add (i32.load (local.get $cell)) (i32.const 1)))
                  (br_if $next
                    (i64.lt_u
                      (local.tee $i (i64.add (local.get $i) (i64.const 1)))
                      (local.get $mark))))))
            """;

    @Test
    void drawsEqualOutcomesWithoutBias() {
        for (int n : new int[] {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 31, 33, 63, 64, 128, 1000, 1001}) {
            Draw draw = Draw.of(Collections.nCopies(n, 1.0));
            int[] counts = counts(draw, n, 0);
            for (int count : counts) {
                double share = count / (double) (1 << draw.bits());
                assertTrue(Math.abs(share - 1.0 / n) < UNIT, n + " outcomes: " + share);
            }
            if (Integer.bitCount(n) == 1) {
                assertEquals(1 << draw.bits(), n, "bits are not wasted");
            }
        }
    }

    @Test
    void drawsWeightedOutcomesWithTheirShares() {
        assertShares(List.of(1.0, 2.0, 2.0, 2.0));
        assertShares(List.of(0.1, 0.225, 0.225, 0.225, 0.225));
        assertShares(List.of(3.0, 1.0));
        assertShares(List.of(5.0, 4.0, 3.0, 2.0, 1.0, 1.0, 1.0));
        assertShares(List.of(1.0, 1.0, 1.0, 7.0));
        assertShares(IntStream.rangeClosed(1, 200).mapToObj(i -> (double) i).toList());
    }

    private static void assertShares(List<Double> weights) {
        double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
        Draw draw = Draw.of(weights);
        int[] counts = counts(draw, weights.size(), 0);
        for (int i = 0; i < counts.length; i++) {
            double share = counts[i] / (double) (1 << draw.bits());
            assertEquals(weights.get(i) / sum, share, UNIT, "outcome " + i + " of " + weights);
            assertEquals(share, draw.shares().get(i), "share of outcome " + i + " of " + weights);
        }
    }

    @Test
    void drawsAnOutcomeWithATinyWeight() {
        int[] counts = counts(Draw.of(List.of(1e-12, 1e-9, 1.0)), 3, 0);
        assertEquals(List.of(1, 1, (1 << Draw.MAX_BITS) - 2), List.of(counts[0], counts[1], counts[2]));
    }

    @Test
    void takesTheFewestBitsThatYieldTheShares() {
        assertEquals(1, Draw.of(List.of(1.0, 1.0)).bits());
        assertEquals(2, Draw.of(List.of(0.3, 0.1)).bits());
        assertEquals(3, Draw.of(List.of(2.0, 1.0, 1.0, 1.0, 1.0, 2.0)).bits());
        assertEquals(Draw.MAX_BITS, Draw.of(List.of(1.0, 1.0, 1.0)).bits());
        for (int n = 1; n <= 1024; n *= 2) {
            assertEquals(n, 1 << Draw.of(Collections.nCopies(n, 0.7)).bits());
        }
    }

    @Test
    void drawsTheSameOutcomesInlineAndOutOfLine() {
        for (List<Double> weights : List.of(
                Collections.nCopies(5, 1.0), Collections.nCopies(8, 1.0), List.of(2.0, 1.0, 1.0), List.of(0.2, 0.8))) {
            Draw draw = Draw.of(weights);
            for (int mode = 1; mode <= 2; mode++) {
                assertEquals(
                        IntStream.of(counts(draw, weights.size(), 0)).boxed().toList(),
                        IntStream.of(counts(draw, weights.size(), mode)).boxed().toList(),
                        weights + " in mode " + mode);
            }
        }
    }

    @Test
    void limitsSeparateTheOutcomes() {
        for (List<Double> weights : List.of(
                Collections.nCopies(5, 1.0), List.of(2.0, 1.0, 1.0), List.of(1.0, 1.0, 1.0, 7.0), List.of(0.2, 0.8))) {
            Draw draw = Draw.of(weights);
            int[] counts = counts(draw, weights.size(), 0);
            for (int i = 1; i < counts.length; i++) {
                counts[i] += counts[i - 1];
            }
            assertEquals(
                    IntStream.of(counts).limit(counts.length - 1).boxed().toList(),
                    draw.limits(),
                    "the values below each outcome but the first of " + weights);
        }
    }

    @Test
    void consumesTheBitsOfADraw() {
        Running running = running(Draw.of(Collections.nCopies(5, 1.0)));
        running.call("count", Draw.MAX_BITS, 0);
        assertEquals("1", running.call("left"), "only the mark is left");
    }

    private static int[] counts(Draw draw, int outcomes, int mode) {
        Running running = running(draw);
        assertEquals("", running.call("count", draw.bits(), mode));
        var counts = new int[outcomes];
        ByteBuffer.wrap(running.memory(Integer.BYTES * outcomes))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(counts);
        assertEquals(1 << draw.bits(), IntStream.of(counts).sum(), "no other outcome occurs");
        return counts;
    }

    private static Running running(Draw draw) {
        try (BinaryenModule module = BinaryenModule.open(WatModule.assemble(WAT))) {
            set(module, "inline", draw.inline(BITS, 1));
            set(module, "outOfLine", draw.outOfLine(BITS, 1));
            assertEquals(Optional.empty(), module.validate());
            return Running.compiled(module.write());
        }
    }

    private static void set(BinaryenModule module, String function, Draw.Code code) {
        var signature = new Signature(List.of(ValueType.F64), ValueType.I32);
        module.replaceBody(new FunctionBody(function, signature, code.locals(), code.outcome()));
    }
}
