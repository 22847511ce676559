package io.github.mewe.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Nop;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests that the effort for a function grows in proportion to its size. */
class LinearEffortTest {
    private static final Expr LOCAL = new LocalGet(0, ValueType.I32);

    @Test
    void limitsTheVisitsBelowNestedSites() {
        int levels = 10_000;
        Expr root = nested(levels);
        VisitBudget budget = VisitBudget.of(root);
        long visited = 0;
        int covered = 0;
        Expr subtree = root;
        for (int level = levels; level > 0; level--) {
            if (budget.covers(subtree)) {
                covered++;
                visited += 2L * level + 1;
            }
            subtree = subtree.children().get(0);
        }
        assertTrue(covered > 0 && covered < levels, covered + " of " + levels);
        assertTrue(visited <= 2_000_000, visited + " visits");
    }

    @Test
    void coversAllSitesOfAnOrdinaryBody() {
        Expr root = nested(500);
        VisitBudget budget = VisitBudget.of(root);
        for (Expr subtree = root; subtree != LOCAL; subtree = subtree.children().get(0)) {
            assertTrue(budget.covers(subtree));
        }
    }

    @Test
    void makesFewerAttemptsForALargeBody() {
        assertTrue(new BodyExtent(62_000, 100, 100, 100).maxAttempts(4) >= 25, "an ordinary function");
        assertEquals(1, new BodyExtent(1_000_000, 100, 100, 100).maxAttempts(4));
        assertEquals(3, new BodyExtent(1_000_000, 100, 100, 100).maxAttempts(8));
        assertEquals(1, new BodyExtent(10_000_000, 100, 100, 100).maxAttempts(4));
    }

    @Test
    void cleansUpBodiesOfExtremeShapeWithFewerPasses() {
        assertEquals(CleanUp.FULL, BodyExtent.of(function(nested(100))).cleanUp());
        assertEquals(CleanUp.QUICK, BodyExtent.of(function(nested(1000))).cleanUp(), "deep");
        Expr wide = new Block(null, Collections.nCopies(10_000, new Nop()), ValueType.NONE);
        assertEquals(CleanUp.QUICK, BodyExtent.of(function(wide)).cleanUp(), "wide");
        assertEquals(CleanUp.QUICK, new BodyExtent(10_000, 10, 10, 10_000).cleanUp(), "many locals");
    }

    @Test
    void measuresABody() {
        assertEquals(new BodyExtent(7, 4, 2, 1), BodyExtent.of(function(nested(3))));
    }

    @Test
    void drawsEachReadButTheExcludedOnes() {
        Signature signature = new Signature(List.of(ValueType.I32, ValueType.I64, ValueType.I32), ValueType.NONE);
        var function = new FunctionBody("f", signature, List.of(), new Nop());
        var globals = new GlobalReads(List.of(
                new GlobalGet("a", ValueType.I32),
                new GlobalGet("b", ValueType.I64),
                new GlobalGet("c", ValueType.I32)));
        var values = new UnknownValues(function, globals);
        var random = new VariantRandom(1);
        Set<Expr> drawn = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            drawn.add(values.pick(ValueType.I32, List.of(LOCAL, new GlobalGet("a", ValueType.I32)), random)
                    .orElseThrow());
        }
        assertEquals(Set.of(new LocalGet(2, ValueType.I32), new GlobalGet("c", ValueType.I32)), drawn);
        assertEquals(Optional.empty(), values.pick(ValueType.F32, List.of(), random));
        assertFalse(values.pick(ValueType.I64, List.of(new LocalGet(1, ValueType.I64)), random)
                .isEmpty());
    }

    /** A sum nested in its left operand, with this many levels. */
    private static Expr nested(int levels) {
        Expr expr = LOCAL;
        for (int i = 0; i < levels; i++) {
            expr = IntBinary.of(BinaryOperator.ADD, ValueType.I32, expr, Const.i32(i));
        }
        return expr;
    }

    private static FunctionBody function(Expr root) {
        return new FunctionBody("f", new Signature(List.of(ValueType.I32), ValueType.I32), List.of(), root);
    }
}
