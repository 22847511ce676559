package io.github.mewe.equivalence.derivation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Simplifies sums of bitwise operations on the same two operands (mixed boolean-arithmetic). All of them are sums of
 * the operands and their conjunction: {@code x | y = x + y - (x & y)}, {@code x ^ y = x + y - 2 (x & y)}, and {@code x
 * & ~y = x - (x & y)}.
 */
final class BitwiseSums {
    private BitwiseSums() {}

    /** Two operands, neither of which is the complement of an older value. */
    private record Operands(ValueNode one, ValueNode other) {}

    /** Determines quickly if a sum has bitwise operations at all. */
    static boolean isIn(List<ValueNode> parts) {
        for (int i = 0; i < parts.size(); i++) {
            ValueKind kind = parts.get(i).kind;
            if (kind == ValueKind.AND || kind == ValueKind.OR || kind == ValueKind.XOR) {
                return true;
            }
        }
        return false;
    }

    /** The sum in its simplest form; null if it has no two such parts. */
    static ValueNode simplified(ValueGraph graph, int bits, long number, List<ValueNode> parts, List<Long> factors) {
        Map<Operands, Integer> counts = new HashMap<>();
        for (ValueNode part : parts) {
            Operands operands = operands(graph, part);
            if (operands != null) {
                counts.merge(operands, 1, Integer::sum);
            }
        }
        if (counts.values().stream().noneMatch(count -> count > 1)) {
            return null;
        }
        List<ValueNode> values = new ArrayList<>();
        for (ValueNode part : parts) {
            Operands operands = operands(graph, part);
            values.add(operands != null && counts.get(operands) > 1 ? expanded(graph, part) : part);
        }
        return graph.plainSum(graph.constant(bits, number), values, factors);
    }

    private static Operands operands(ValueGraph graph, ValueNode part) {
        ValueNode[] two = two(graph, part);
        if (two == null) {
            return null;
        }
        ValueNode one = positive(graph, two[0]);
        ValueNode other = positive(graph, two[1]);
        return one.id < other.id ? new Operands(one, other) : new Operands(other, one);
    }

    /** The operands of an operation with two operands; null for any other value. */
    private static ValueNode[] two(ValueGraph graph, ValueNode part) {
        long none = part.kind == ValueKind.AND ? ValueGraph.mask(part.bits) : 0;
        return switch (part.kind) {
            case AND, OR, XOR -> {
                if (part.parts.length == 2 && part.number == none) {
                    yield part.parts;
                }
                yield part.parts.length == 1 && part.kind != ValueKind.OR
                        ? new ValueNode[] {part.parts[0], graph.constant(part.bits, part.number)}
                        : null;
            }
            default -> null;
        };
    }

    /** The older one of a value and its complement. */
    private static ValueNode positive(ValueGraph graph, ValueNode value) {
        ValueNode complement = graph.not(value);
        if (value.isConstant()) {
            return Long.compareUnsigned(complement.number, value.number) < 0 ? complement : value;
        }
        return complement.id < value.id ? complement : value;
    }

    private static ValueNode expanded(ValueGraph graph, ValueNode part) {
        ValueNode[] two = two(graph, part);
        ValueNode and = conjunction(graph, two[0], two[1]);
        long factor = part.kind == ValueKind.XOR ? -2 : -1;
        return part.kind == ValueKind.AND ? and : graph.linear(graph.add(two[0], two[1]), 1, and, factor, 0);
    }

    private static ValueNode conjunction(ValueGraph graph, ValueNode one, ValueNode other) {
        ValueNode first = positive(graph, one);
        ValueNode second = positive(graph, other);
        ValueNode and = graph.and(first, second);
        if (first == one && second == other) {
            return and;
        }
        if (first == one) {
            return graph.subtract(one, and);
        }
        if (second == other) {
            return graph.subtract(other, and);
        }
        return graph.add(graph.not(graph.add(first, second)), and);
    }
}
