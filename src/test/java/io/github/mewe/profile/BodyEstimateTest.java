package io.github.mewe.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.If;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Switch;
import io.github.mewe.wasm.ValueType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Counts calls in bodies with an obvious average run. */
class BodyEstimateTest {
    private static final Expr CONDITION = new LocalGet(0, ValueType.I32);

    @Test
    void straightCodeRunsOnce() {
        assertCalls(2, Block.of(null, call("f"), call("f")), "f");
    }

    @Test
    void armsShareTheRuns() {
        Expr branch = new If(CONDITION, call("f"), call("g"), ValueType.NONE);
        Expr body = Block.of(null, branch, call("h"));
        assertCalls(0.5, body, "f");
        assertCalls(0.5, body, "g");
        assertCalls(1, body, "h");
    }

    @Test
    void codeBehindAConditionalBranchRunsHalfTheTimeUpToTheLabel() {
        Expr body = Block.of(
                null,
                Block.of("out", Break.ifTrue("out", CONDITION), call("f"), Break.ifTrue("out", CONDITION), call("g")),
                call("h"));
        assertCalls(0.5, body, "f");
        assertCalls(0.25, body, "g");
        assertCalls(1, body, "h");
    }

    @Test
    void loopsRunEightTimesAndAreLeftOnce() {
        Expr loop = new Loop("again", Block.of(null, call("f"), Break.ifTrue("again", CONDITION)), ValueType.NONE);
        Expr body = Block.of(null, loop, call("g"));
        assertCalls(8, body, "f");
        assertCalls(1, body, "g");
    }

    @Test
    void onlyCallsBeforeABranchToTheStartOfALoopAreRepeated() {
        Expr loop = new Loop(
                "again", Block.of(null, call("f"), Break.ifTrue("again", CONDITION), call("g")), ValueType.NONE);
        Expr outer = new Loop("outer", Block.of(null, loop, call("h")), ValueType.NONE);
        assertEquals(Set.of("f"), BodyEstimate.of(outer).repeated());
        Expr twice =
                new Loop("outer", Block.of(null, loop, Break.ifTrue("outer", CONDITION), call("h")), ValueType.NONE);
        assertEquals(Set.of("f", "g"), BodyEstimate.of(twice).repeated());
    }

    @Test
    void aLoopLeftByABranchGoesOnOnce() {
        Expr loop = new Loop(
                "again",
                Block.of(null, Break.ifTrue("out", CONDITION), call("f"), Break.to("again")),
                ValueType.UNREACHABLE);
        Expr body = Block.of(null, Block.of("out", loop), call("g"));
        assertCalls(4, body, "f");
        assertCalls(1, body, "g");
    }

    @Test
    void theTargetsOfATableShareTheRuns() {
        Expr table = new Switch(List.of("a", "b"), "c", null, CONDITION);
        Expr a = Block.of(
                null,
                Block.of("a", Block.of("b", Block.of("c", table), call("f"), new Return(null)), call("g")),
                call("h"));
        assertCalls(1.0 / 3, a, "f");
        assertCalls(1.0 / 3, a, "g");
        assertCalls(2.0 / 3, a, "h");
    }

    @Test
    void nothingRunsBehindTheEnd() {
        assertTrue(!BodyEstimate.of(Block.of(null, new Return(null), call("f")))
                        .calls()
                        .containsKey("f")
                || BodyEstimate.of(Block.of(null, new Return(null), call("f")))
                                .calls()
                                .get("f")
                        == 0);
    }

    private static void assertCalls(double expected, Expr body, String callee) {
        assertEquals(expected, BodyEstimate.of(body).calls().get(callee), 1e-9, callee);
    }

    private static Expr call(String name) {
        return new Call(name, List.of(), false, ValueType.NONE);
    }

    @Test
    void costCountsWhatRuns() {
        double once = BodyEstimate.of(call("f")).cost();
        double looped =
                BodyEstimate.of(new Loop("l", call("f"), ValueType.NONE)).cost();
        assertTrue(once > 0);
        assertEquals(8 * once, looped, 1e-9);
        assertEquals(0, BodyEstimate.of(Const.i32(1)).cost());
    }
}
