package io.github.mewe.engine;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Opaque;
import io.github.mewe.variant.Variant;
import io.github.mewe.wasm.ValueType;
import java.util.stream.Stream;

/**
 * Determines which variants the verifier can execute beside their originals: those of numbers only, because there are
 * no inputs of other types, without exceptions. A negative answer may be wrong.
 */
final class IsolatedExecution {
    private IsolatedExecution() {}

    /** Determines if the verifier can execute a variant. */
    static boolean isPossible(FunctionBody original, Variant variant) {
        return Stream.concat(Stream.of(original, variant.body()), variant.helpers().stream())
                .allMatch(IsolatedExecution::isPossible);
    }

    private static boolean isPossible(FunctionBody body) {
        for (int local = 0; local < body.localCount(); local++) {
            if (!body.localType(local).isScalar()) {
                return false;
            }
        }
        return isNumberOrNothing(body.signature().result()) && ExprWalk.all(body.root(), IsolatedExecution::isPossible);
    }

    private static boolean isPossible(Expr expr) {
        return isNumberOrNothing(expr.type()) && !(expr instanceof Opaque opaque && mayThrow(opaque));
    }

    private static boolean isNumberOrNothing(ValueType type) {
        return type.isScalar() || !type.isConcrete();
    }

    private static boolean mayThrow(Opaque opaque) {
        boolean throwsAlways = !opaque.isReachable()
                && !opaque.template().leavesFunction()
                && opaque.children().stream().allMatch(Expr::isReachable);
        return throwsAlways
                || opaque.template().hasHandlers()
                || opaque.template().hasLabels()
                || opaque.template().isPinned();
    }
}
