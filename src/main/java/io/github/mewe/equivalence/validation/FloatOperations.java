package io.github.mewe.equivalence.validation;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.Expr;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.NumericOperator;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Operations on floats, which are held as their bits. Those on the sign alone are computed; of all others no more is
 * known than that equal operands give equal results. Where an engine may choose the NaN that comes out, not even that:
 * the result depends on how many such choices were made before, so that a body that makes another number of choices, or
 * makes them in another order, is not taken to be the same.
 */
final class FloatOperations {
    private final TermBuilder terms;

    FloatOperations(TermBuilder terms) {
        this.terms = terms;
    }

    /** The result of an operation that works on the bits alone; empty if it is another. */
    Optional<BitVecExpr> onBits(NumericOperator operator, List<BitVecExpr> operands) {
        String name = operator.name().substring(operator.name().indexOf('.') + 1);
        BitVecExpr value = operands.get(0);
        if (name.startsWith("reinterpret")) {
            return Optional.of(value);
        }
        ValueType type = value.getSortSize() == ValueType.I32.bits() ? ValueType.I32 : ValueType.I64;
        BitVecExpr mask = terms.number(1L << (type.bits() - 1), type.bits());
        BitVecExpr rest = terms.number((1L << (type.bits() - 1)) - 1, type.bits());
        return switch (name) {
            case "neg" -> Optional.of(terms.binary(BinaryOperator.XOR, type, value, mask));
            case "abs" -> Optional.of(terms.binary(BinaryOperator.AND, type, value, rest));
            case "copysign" ->
                Optional.of(terms.binary(
                        BinaryOperator.OR,
                        type,
                        terms.binary(BinaryOperator.AND, type, value, rest),
                        terms.binary(BinaryOperator.AND, type, operands.get(1), mask)));
            default -> Optional.empty();
        };
    }

    /** The result of an operation that is the same on every engine. */
    BitVecExpr exact(NumericOperator operator, List<BitVecExpr> operands) {
        return apply("float " + operator.name(), bits(operator), operands);
    }

    /** The result of an operation whose NaN the engine chooses. */
    BitVecExpr drawn(NumericOperator operator, List<BitVecExpr> operands, BitVecExpr draws) {
        var all = new ArrayList<>(operands);
        all.add(draws);
        return apply("drawn " + operator.name(), bits(operator), all);
    }

    /** Whether and how an operation traps: the number of an end, or 0. */
    BitVecExpr trap(NumericOperator operator, List<BitVecExpr> operands) {
        return apply("trap " + operator.name(), SymbolicOutcome.END_BITS, operands);
    }

    private BitVecExpr apply(String function, int bits, List<BitVecExpr> operands) {
        List<Expr<?>> all = List.copyOf(operands);
        return (BitVecExpr) terms.apply(function, terms.context().mkBitVecSort(bits), all);
    }

    private static int bits(NumericOperator operator) {
        ValueType result = operator.result();
        return 8 * result.bytes();
    }
}
