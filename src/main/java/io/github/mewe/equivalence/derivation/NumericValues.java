package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.NumericOperator;
import io.github.mewe.wasm.ValueType;
import java.util.List;

/** The values of operations on floats and vectors. Operations on the sign are exact; most others are names. */
final class NumericValues {
    private final ValueGraph graph;

    NumericValues(ValueGraph graph) {
        this.graph = graph;
    }

    ValueNode vector(long low, long high) {
        return graph.apply("v128 " + low + " " + high, 128, false);
    }

    ValueNode of(NumericOperator operator, ValueNode... operands) {
        String name = operator.name();
        if (name.startsWith("f") && !name.contains("x")) {
            ValueNode result = scalar(name.substring(0, 3), name.substring(4), operands);
            if (result != null) {
                return result;
            }
        }
        if (name.contains("reinterpret")) {
            return operands[0];
        }
        boolean isTruth =
                operator.result().equals(ValueType.I32) && (name.endsWith("any_true") || name.endsWith("all_true"));
        return graph.apply(name, CodeRun.bits(operator.result()), isTruth, operands);
    }

    private ValueNode scalar(String type, String operation, ValueNode[] operands) {
        ValueNode x = operands[0];
        int bits = type.equals("f32") ? 32 : 64;
        ValueNode sign = graph.constant(bits, 1L << (bits - 1));
        ValueNode rest = graph.constant(bits, (1L << (bits - 1)) - 1);
        return switch (operation) {
            case "neg" -> graph.xor(x, sign);
            case "abs" -> graph.and(x, rest);
            case "copysign" -> graph.or(graph.and(x, rest), graph.and(operands[1], sign));
            case "eq", "ne", "lt", "gt", "le", "ge" -> comparison(type, operation, x, operands[1]);
            case "convert_i32_s" -> graph.apply(type + ".convert_i64_s", bits, false, graph.signExtend(x));
            case "convert_i32_u" -> graph.apply(type + ".convert_i64_s", bits, false, graph.zeroExtend(x));
            case "convert_i64_u" -> x.possible >= 0 ? graph.apply(type + ".convert_i64_s", bits, false, x) : null;
            default -> null;
        };
    }

    /** All comparisons of two floats follow from one number: 0 if equal, 1 if less, 2 if greater, 3 if unordered. */
    private ValueNode comparison(String type, String operation, ValueNode a, ValueNode b) {
        ValueNode x = a;
        ValueNode y = b;
        boolean swapped = false;
        if (isFlipped(x) && (isFlipped(y) || y.isConstant()) || x.isConstant() && isFlipped(y)) {
            ValueNode sign = graph.constant(x.bits, 1L << (x.bits - 1));
            x = graph.xor(x, sign);
            y = graph.xor(y, sign);
            swapped = true;
        }
        if (x.id > y.id) {
            ValueNode first = y;
            y = x;
            x = first;
            swapped = !swapped;
        }
        ValueNode order = graph.and(graph.apply(type + ".compare", 32, false, x, y), graph.constant(32, 3));
        ValueNode equal = graph.isZero(order);
        ValueNode less = graph.isZero(graph.add(order, swapped ? -2 : -1));
        ValueNode greater = graph.isZero(graph.add(order, swapped ? -1 : -2));
        return switch (operation) {
            case "eq" -> equal;
            case "ne" -> graph.isFalse(equal);
            case "lt" -> less;
            case "gt" -> greater;
            case "le" -> graph.or(less, equal);
            default -> graph.or(greater, equal);
        };
    }

    private static boolean isFlipped(ValueNode value) {
        return value.kind == ValueKind.SUM
                && value.number == 1L << (value.bits - 1)
                && List.of(value.parts).size() == 1
                && value.factors[0] == 1;
    }
}
