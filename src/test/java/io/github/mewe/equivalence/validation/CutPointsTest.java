package io.github.mewe.equivalence.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class CutPointsTest {
    @SuppressWarnings("unchecked") // the solver takes generic varargs
    private static boolean isAlways(Context context, BoolExpr condition) {
        Solver solver = context.mkSolver();
        solver.add(context.mkNot(condition));
        return solver.check() == Status.UNSATISFIABLE;
    }

    @Test
    void cutsSharedSubterms() {
        try (var context = new Context()) {
            BitVecExpr x = context.mkBVMul(context.mkBVConst("a", 32), context.mkBVConst("b", 32));
            BoolExpr same =
                    new CutPoints(context).equality(context.mkBVAdd(x, x), context.mkBVSHL(x, context.mkBV(1, 32)), 0);
            assertFalse(same.toString().contains("bvmul"), same::toString);
            assertTrue(isAlways(context, same), same::toString);
        }
    }

    /** Terms that are equal only because of a cut subterm do not count as equal. */
    @Test
    void impliesNothingThatDoesNotHold() {
        try (var context = new Context()) {
            BitVecExpr a = context.mkBVConst("a", 32);
            BitVecExpr even = context.mkBVSHL(a, context.mkBV(1, 32));
            BitVecExpr one = context.mkBVAdd(even, context.mkBV(1, 32));
            BitVecExpr other = context.mkBVOR(even, context.mkBV(1, 32));
            assertFalse(isAlways(context, new CutPoints(context).equality(one, other, 0)));
            assertTrue(isAlways(context, new CutPoints(context).equality(one, other, 4)));
            assertFalse(isAlways(context, new CutPoints(context).equality(one, even, 4)));
        }
    }

    /** The cache is keyed by the texts of queries, so different queries must have different texts. */
    @Test
    @SuppressWarnings("unchecked") // the solver takes generic varargs
    void distinguishesQueriesByTheirTexts() {
        try (var context = new Context()) {
            BitVecExpr deep = context.mkBVConst("a", 64);
            var texts = new HashSet<String>();
            for (int i = 0; i < 150; i++) {
                deep = context.mkBVMul(context.mkBVXOR(deep, context.mkBV(1_000_003L * i, 64)), context.mkBVNot(deep));
                BoolExpr question = context.mkEq(
                        deep, context.mkConcat(context.mkExtract(31, 0, deep), context.mkExtract(32, 1, deep)));
                texts.add(question.toString());
                BoolExpr read = context.parseSMTLIB2String(
                                "(declare-const a (_ BitVec 64)) (assert " + question + ")", null, null, null, null)[0];
                assertEquals(question, read);
            }
            assertEquals(150, texts.size());
        }
    }
}
