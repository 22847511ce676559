package io.github.mewe.harden;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.UnaryOperator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Recognises functions of an allocator by their code. */
final class AllocatorCode {
    private AllocatorCode() {}

    /** The function that a function passes its parameters on to, if it does nothing else. */
    static Optional<String> forwarded(FunctionBody function) {
        return asCall(function.root())
                .filter(call -> call.operands().size()
                                == function.signature().params().size()
                        && IntStream.range(0, call.operands().size())
                                .allMatch(i -> isParameter(call.operands().get(i), i)))
                .map(Call::target);
    }

    /**
     * Determines if a function is {@code realloc} of the family of dlmalloc. It begins with {@code if (p == 0) return
     * malloc(n);}. If it cannot change the block in place, it calls {@code malloc(n)} again and frees {@code p}. A
     * wrapper that contains this code and does more has more calls or does not begin with it.
     *
     * @param function the function, which uses the allocator's variables and no others
     * @param malloc the name of {@code malloc}
     * @param free the name of {@code free}
     */
    static boolean isRealloc(FunctionBody function, String malloc, String free) {
        return function.signature().equals(HeapFunction.REALLOC.signature())
                && beginsWithMalloc(function.root(), malloc)
                && calls(function, malloc, 1) == 2
                && calls(function, free, 0) == 1;
    }

    /** The number of calls of a function, or -1 if an argument of any of them is not the parameter. */
    private static int calls(FunctionBody function, String target, int parameter) {
        int all = ExprWalk.count(
                function.root(),
                expr -> expr instanceof Call call && call.target().equals(target));
        return all == ExprWalk.count(function.root(), expr -> isCall(expr, target, parameter)) ? all : -1;
    }

    private static boolean beginsWithMalloc(Expr root, String malloc) {
        Expr first = root;
        while (first instanceof Block block && !block.items().isEmpty()) {
            List<Expr> items = block.items();
            // A branch past the return if the pointer is not zero.
            if (items.size() >= 2
                    && items.get(0) instanceof Break jump
                    && jump.label().equals(block.label())
                    && jump.value() == null
                    && isParameter(jump.condition(), 0)) {
                return isResult(items.get(1), malloc);
            }
            first = items.get(0);
        }
        return first instanceof If choice
                && ((isZero(choice.condition()) && isResult(choice.ifTrue(), malloc))
                        || (isParameter(choice.condition(), 0) && isResult(choice.ifFalse(), malloc)));
    }

    private static boolean isZero(Expr condition) {
        return condition instanceof IntUnary test
                && test.operator() == UnaryOperator.EQZ
                && isParameter(test.value(), 0);
    }

    private static boolean isResult(Expr expr, String malloc) {
        return asCall(expr).filter(call -> isCall(call, malloc, 1)).isPresent();
    }

    /** Determines if an expression is a call with one of the caller's parameters as its only argument. */
    private static boolean isCall(Expr expr, String target, int parameter) {
        return expr instanceof Call call
                && call.target().equals(target)
                && call.operands().size() == 1
                && isParameter(call.operands().get(0), parameter);
    }

    /** A call that an expression consists of, in blocks and a return. */
    private static Optional<Call> asCall(Expr expr) {
        Expr inner = expr;
        while (true) {
            if (inner instanceof Block block && block.items().size() == 1) {
                inner = block.items().get(0);
            } else if (inner instanceof Return result) {
                inner = result.value();
            } else {
                return inner instanceof Call call ? Optional.of(call) : Optional.empty();
            }
        }
    }

    private static boolean isParameter(Expr expr, int index) {
        return expr instanceof LocalGet get && get.index() == index;
    }
}
