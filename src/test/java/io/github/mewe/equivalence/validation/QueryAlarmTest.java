package io.github.mewe.equivalence.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BitVecSort;
import com.microsoft.z3.Context;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueryAlarmTest {
    /** The product of two primes. Without an alarm, the solver would search for them for years. */
    private static final String PRODUCT = "3369993333393829974333376885893782309750520452002392838469266516223";

    private static final int BITS = 256;

    @Test
    @SuppressWarnings("unchecked") // the solver takes generic varargs
    void interruptsAQueryWithoutALimitOfItsOwn() {
        try (var context = new Context();
                var alarm = new QueryAlarm(context, Duration.ofMillis(100))) {
            BitVecSort sort = context.mkBitVecSort(BITS);
            var one = (BitVecExpr) context.mkConst("one", sort);
            var other = (BitVecExpr) context.mkConst("other", sort);
            Solver solver = context.mkSolver("QF_BV");
            solver.add(
                    context.mkEq(context.mkBVMul(one, other), context.mkBV(PRODUCT, BITS)),
                    context.mkBVULT(context.mkBV(1, BITS), one),
                    context.mkBVULT(one, context.mkBV("5192296858534827628530496329220096", BITS)),
                    context.mkBVULT(other, context.mkBV("5192296858534827628530496329220096", BITS)));

            assertEquals(Status.UNKNOWN, solver.check(), () -> "the alarm " + alarm + " did not interrupt the solver");
        }
    }
}
