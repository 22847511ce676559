package io.github.mewe.equivalence.derivation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.IntegerArithmetic;
import io.github.mewe.ir.UnaryOperator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests that normal forms and proofs keep values, with random expressions. */
class ValueGraphTest {
    private static final int GRAPHS = 40;
    private static final int OPERATIONS = 60;

    private ValueGraph graph;
    private List<ValueNode> values;
    private Random random;

    private void begin(int seed) {
        random = new Random(seed);
        graph = new ValueGraph(CheckLimits.HIGH);
        values = new ArrayList<>();
        for (int bits : new int[] {32, 64}) {
            values.add(graph.symbol(bits, "x"));
            values.add(graph.symbol(bits, "y"));
            values.add(graph.constant(bits, random.nextInt(70)));
            values.add(graph.constant(bits, random.nextLong()));
            values.add(graph.constant(bits, 1L << random.nextInt(bits)));
        }
    }

    private ValueNode any(int bits) {
        List<ValueNode> suitable =
                values.stream().filter(value -> value.bits == bits).toList();
        return suitable.get(random.nextInt(suitable.size()));
    }

    private ValueNode operation() {
        int bits = random.nextBoolean() ? 32 : 64;
        if (random.nextInt(4) == 0) {
            UnaryOperator operator = UnaryOperator.values()[random.nextInt(UnaryOperator.values().length)];
            int from = switch (operator) {
                case WRAP, EXTEND32_S -> 64;
                case EXTEND_S, EXTEND_U -> 32;
                default -> bits;
            };
            ValueNode operand = any(from);
            ValueNode result = graph.unary(operator, operand);
            for (int i = 0; i < Samples.CASES; i++) {
                long expected = IntegerArithmetic.unary(operator, ValueGraph.type(from), operand.samples[i]);
                assertEquals(expected, result.samples[i], () -> operator + " of " + operand + " became " + result);
            }
            return result;
        }
        if (random.nextInt(6) == 0) {
            ValueNode condition = graph.isTrue(any(32));
            ValueNode one = any(bits);
            ValueNode other = any(bits);
            ValueNode result = graph.choice(condition, one, other);
            for (int i = 0; i < Samples.CASES; i++) {
                long expected = condition.samples[i] != 0 ? one.samples[i] : other.samples[i];
                assertEquals(expected, result.samples[i], () -> "the choice became " + result);
            }
            return result;
        }
        BinaryOperator operator = BinaryOperator.values()[random.nextInt(BinaryOperator.values().length)];
        ValueNode left = any(bits);
        ValueNode right = any(bits);
        if (operator.canTrap()) {
            return left;
        }
        ValueNode result = graph.binary(operator, left, right);
        for (int i = 0; i < Samples.CASES; i++) {
            long expected = IntegerArithmetic.binary(operator, ValueGraph.type(bits), left.samples[i], right.samples[i])
                    .orElseThrow();
            assertEquals(
                    expected, result.samples[i], () -> operator + " of " + left + " and " + right + " is " + result);
        }
        return result;
    }

    @Test
    void normalFormsKeepValues() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            begin(seed);
            for (int i = 0; i < OPERATIONS; i++) {
                ValueNode value = operation();
                values.add(value);
                for (int k = 0; k < Samples.CASES; k++) {
                    assertEquals(0, value.samples[k] & ~value.possible, () -> "the possible bits of " + value);
                }
            }
        }
    }

    @Test
    void differentValuesAreNotProvedEqual() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            begin(seed);
            for (int i = 0; i < OPERATIONS; i++) {
                values.add(operation());
            }
            for (int i = 0; i < OPERATIONS; i++) {
                ValueNode one = values.get(random.nextInt(values.size()));
                ValueNode other = random.nextBoolean()
                        ? any(one.bits)
                        : graph.xor(one, graph.constant(one.bits, 1L << random.nextInt(one.bits)));
                if (!Arrays.equals(one.samples, other.samples)) {
                    assertFalse(graph.equality().areEqual(one, other), () -> one + " and " + other);
                    assertFalse(graph.equality().areEqual(one, other, List.of()), () -> one + " and " + other);
                }
            }
        }
    }

    /** If the results were not kept, each further product would double the time. */
    @Test
    void lowHalvesOfSharedPartsAreComputedOnce() {
        var shared = new ValueGraph(CheckLimits.HIGH);
        ValueNode wide = shared.symbol(64, "x");
        ValueNode narrow = shared.wrap(wide);
        for (int i = 0; i < 100; i++) {
            wide = shared.multiply(wide, shared.xor(wide, shared.constant(64, 1 + i)));
            narrow = shared.multiply(narrow, shared.xor(narrow, shared.constant(32, 1 + i)));
        }
        assertSame(narrow, shared.wrap(wide));
    }

    @Test
    void loadsSeeTheBytesThatWereStored() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            begin(seed);
            ValueNode memory = graph.symbol(0, "memory");
            ValueNode base = graph.zeroExtend(any(32));
            for (int i = 0; i < OPERATIONS; i++) {
                int bytes = 1 << random.nextInt(4);
                ValueNode address = graph.add(base, random.nextInt(12));
                if (random.nextBoolean()) {
                    memory = graph.store(memory, address, bytes, any(bytes == 8 || random.nextBoolean() ? 64 : 32));
                } else {
                    ValueNode value = graph.load(memory, address, bytes, bytes == 8 ? 64 : 32);
                    var plain = new ValueNode(
                            ValueKind.LOAD, value.bits, bytes, null, new ValueNode[] {memory, address}, null);
                    assertEquals(
                            Arrays.toString(new Samples().of(plain)),
                            Arrays.toString(value.samples),
                            () -> "a load became " + value);
                    values.add(value);
                }
            }
        }
    }
}
