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
 * Models operations on floats, represented by their bits. Operations on the sign are exact; all others are
 * uninterpreted functions. Where an engine may choose the resulting NaN, the result also depends on the number of such
 * choices before, so that a body that makes fewer, more or reordered choices is not considered equal.
 */
final class FloatOperations {
    private final TermBuilder terms;

    FloatOperations(TermBuilder terms) {
        this.terms = terms;
    }

    /** The result of an operation on the bits alone; empty for any other operation. */
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

    /** The result of an operation that has the same result on every engine. */
    BitVecExpr exact(NumericOperator operator, List<BitVecExpr> operands) {
        return apply("float " + operator.name(), bits(operator), operands);
    }

    /** The result of an operation whose NaN the engine chooses. */
    BitVecExpr drawn(NumericOperator operator, List<BitVecExpr> operands, BitVecExpr draws) {
        var all = new ArrayList<>(operands);
        all.add(draws);
        return apply("drawn " + operator.name(), bits(operator), all);
    }

    /** The way in which an operation traps, as a number of {@link SymbolicOutcome}; 0 if it does not. */
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
