package io.github.mewe.equivalence.derivation;

import io.github.mewe.equivalence.derivation.DecisionDiagrams.TooLargeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Expresses the bits of values as decision diagrams, each when it is first needed. */
final class BitVectors {
    private static final int MOST_ADDENDS = 16;
    private static final int MOST_ATOMS = 64;
    private static final int UNKNOWN = -1;

    private final DecisionDiagrams diagrams;
    private final Set<ValueNode> expanded;
    private final Map<ValueNode, Vector> vectors = new HashMap<>();
    private final List<ValueNode> baseSums = new ArrayList<>();
    private final Map<Base, Vector> bases = new HashMap<>();
    /** The weight of a value's lowest bit in the sums, so that bits that are added are close to each other. */
    private final Map<ValueNode, Integer> shifts = new HashMap<>();

    private final Map<Byte8, Integer> bytes = new HashMap<>();
    private int atoms;

    /** A byte of a memory. */
    private record Byte8(ValueNode memory, Base base, long offset) {}

    /**
     * Creates an empty set of vectors.
     *
     * @param expanded the values to express by their parts; all others stand for themselves
     */
    BitVectors(DecisionDiagrams diagrams, Set<ValueNode> expanded) {
        this.diagrams = diagrams;
        this.expanded = expanded;
        List<ValueNode> sums = new ArrayList<>();
        for (ValueNode value : expanded) {
            if (value.kind == ValueKind.SUM) {
                addShifts(value);
            }
            for (ValueNode part : value.parts) {
                if (part.kind == ValueKind.SUM
                        && part.parts.length > 1
                        && !part.isTruth()
                        && part.bits <= 64
                        && !expanded.contains(part)) {
                    sums.add(part);
                }
            }
        }
        // Short sums first, so that longer ones are expressed by them.
        if (sums.size() > 1) {
            sums.sort(Comparator.<ValueNode>comparingInt(part -> part.parts.length)
                    .thenComparingInt(part -> part.id));
        }
        for (ValueNode sum : sums) {
            of(sum);
        }
    }

    /** Determines if a value can be expressed by its parts. */
    static boolean canExpand(ValueNode value) {
        return switch (value.kind) {
            case SYMBOL, CONSTANT, STORE, OUTSIDE, APPLY -> false;
            case LOAD -> value.bits <= 64;
            default -> value.bits == 32 || value.bits == 64;
        };
    }

    /** The bits of a value. */
    abstract class Vector {
        private final int[] known = new int[64];

        Vector() {
            Arrays.fill(known, UNKNOWN);
        }

        final int bit(int index) {
            if (known[index] == UNKNOWN) {
                known[index] = compute(index);
            }
            return known[index];
        }

        abstract int compute(int index);
    }

    Vector of(ValueNode value) {
        Vector known = vectors.get(value);
        if (known == null) {
            known = vector(value);
            vectors.put(value, known);
        }
        return known;
    }

    private interface Bits {
        int of(int index);
    }

    private Vector vector(Bits bits) {
        return new Vector() {
            @Override
            int compute(int index) {
                return bits.of(index);
            }
        };
    }

    private static int constant(boolean value) {
        return value ? DecisionDiagrams.TRUE : DecisionDiagrams.FALSE;
    }

    private Vector number(long number) {
        return vector(i -> constant((number >>> i & 1) != 0));
    }

    private int atom() {
        if (atoms >= MOST_ATOMS) {
            throw new TooLargeException();
        }
        return atoms++;
    }

    private Vector atom(long possible, int shift) {
        int atom = atom();
        return vector(i -> (possible >>> i & 1) == 0 ? DecisionDiagrams.FALSE : variable(i + shift, atom));
    }

    private Vector atom(ValueNode value) {
        return atom(value.possible, shifts.getOrDefault(value, 0));
    }

    private void addShifts(ValueNode sum) {
        for (int i = 0; i < sum.parts.length; i++) {
            shifts.merge(sum.parts[i], Long.numberOfTrailingZeros(sum.factors[i]), Math::min);
        }
    }

    /**
     * Bits of the same weight are close, and low bits are far from the root, so that sums and comparisons have small
     * diagrams that share those of their carries.
     */
    private int variable(int bit, int atom) {
        return diagrams.variable((2 * 63 - bit) * MOST_ATOMS + atom);
    }

    private Vector vector(ValueNode value) {
        if (value.isConstant()) {
            return number(value.number);
        }
        if (!expanded.contains(value)) {
            return value.kind == ValueKind.SUM && !value.isTruth() ? base(value) : atom(value);
        }
        int bits = value.bits;
        return switch (value.kind) {
            case SUM -> sum(value);
            case PRODUCT -> product(value);
            case AND -> vector(i -> all(value, i));
            case OR -> vector(i -> any(value, i));
            case XOR -> vector(i -> odd(value, i));
            case SHIFT_RIGHT_U -> shifted(value, 0);
            case SHIFT_RIGHT_S -> shifted(value, 1);
            case SHIFT_LEFT -> shifted(value, 2);
            case ROTATE_LEFT -> shifted(value, 3);
            case IS_ZERO -> truth(isZero(value.parts[0]));
            case LESS_U -> truth(less(of(value.parts[0]), of(value.parts[1]), value.parts[0].bits));
            case CLZ -> zeros(of(value.parts[0]), bits, true);
            case CTZ -> zeros(of(value.parts[0]), bits, false);
            case POPCNT -> ones(of(value.parts[0]), bits);
            case ZERO_EXTEND -> vector(i -> i < 32 ? of(value.parts[0]).bit(i) : DecisionDiagrams.FALSE);
            case SIGN_EXTEND -> vector(i -> of(value.parts[0]).bit(Math.min(i, 31)));
            case WRAP -> vector(i -> of(value.parts[0]).bit(i));
            case CHOICE ->
                vector(i -> diagrams.choose(
                        of(value.parts[0]).bit(0),
                        of(value.parts[1]).bit(i),
                        of(value.parts[2]).bit(i)));
            case LOAD -> load(value);
            default -> atom(value);
        };
    }

    /** A sum that stands for itself, except for its constant and for another such sum that it contains. */
    private Vector base(ValueNode sum) {
        Vector base = bases.get(new Base(sum));
        if (base == null) {
            base = extended(sum);
            bases.put(new Base(sum), base);
            baseSums.add(sum);
        }
        return sum.number == 0 ? base : added(base, number(sum.number));
    }

    private Vector extended(ValueNode sum) {
        for (ValueNode known : List.copyOf(baseSums)) {
            if (known.bits == sum.bits && known.parts.length < sum.parts.length) {
                Vector rest = rest(sum, known);
                if (rest != null) {
                    return rest;
                }
            }
        }
        return atom(ValueGraph.mask(sum.bits), 0);
    }

    /** A sum, expressed by another one with some of its terms; null if it has other terms. */
    private Vector rest(ValueNode sum, ValueNode known) {
        Vector result = bases.get(new Base(known));
        int found = 0;
        for (int i = 0; i < sum.parts.length; i++) {
            if (found < known.parts.length
                    && known.parts[found] == sum.parts[i]
                    && known.factors[found] == sum.factors[i]) {
                found++;
            } else {
                result = added(result, scaled(of(sum.parts[i]), sum.factors[i], sum.bits));
            }
        }
        return found == known.parts.length ? result : null;
    }

    private Vector scaled(Vector part, long factor, int bits) {
        long negated = -factor & ValueGraph.mask(bits);
        boolean negative = Long.bitCount(negated) < Long.bitCount(factor);
        Vector result = null;
        int addends = 0;
        for (long left = negative ? negated : factor; left != 0; left &= left - 1) {
            if (++addends > MOST_ADDENDS) {
                throw new TooLargeException();
            }
            Vector moved = moved(part, Long.numberOfTrailingZeros(left));
            result = result == null ? moved : added(result, moved);
        }
        return negative ? added(inverted(result), number(1)) : result;
    }

    private Vector truth(Bits bit) {
        return vector(i -> i == 0 ? bit.of(0) : DecisionDiagrams.FALSE);
    }

    private int all(ValueNode value, int i) {
        int result = constant((value.number >>> i & 1) != 0);
        for (ValueNode part : value.parts) {
            if (result == DecisionDiagrams.FALSE) {
                break;
            }
            result = diagrams.and(result, of(part).bit(i));
        }
        return result;
    }

    private int any(ValueNode value, int i) {
        int result = DecisionDiagrams.FALSE;
        for (ValueNode part : value.parts) {
            result = diagrams.or(result, of(part).bit(i));
        }
        return result;
    }

    private int odd(ValueNode value, int i) {
        int result = constant((value.number >>> i & 1) != 0);
        for (ValueNode part : value.parts) {
            result = diagrams.xor(result, of(part).bit(i));
        }
        return result;
    }

    private Vector sum(ValueNode value) {
        Vector sum = null;
        long constant = value.number;
        int addends = 0;
        for (int k = 0; k < value.parts.length; k++) {
            long factor = value.factors[k];
            long negated = -factor & ValueGraph.mask(value.bits);
            Vector part = of(value.parts[k]);
            boolean negative = Long.bitCount(negated) < Long.bitCount(factor);
            for (long left = negative ? negated : factor; left != 0; left &= left - 1) {
                if (++addends > MOST_ADDENDS) {
                    throw new TooLargeException();
                }
                Vector moved = moved(part, Long.numberOfTrailingZeros(left));
                if (negative) {
                    // -x = ~x + 1
                    constant++;
                    moved = inverted(moved);
                }
                sum = sum == null ? moved : added(sum, moved);
            }
        }
        return constant == 0 ? sum : added(sum, number(constant));
    }

    private Vector moved(Vector vector, int by) {
        return by == 0 ? vector : vector(i -> i < by ? DecisionDiagrams.FALSE : vector.bit(i - by));
    }

    private Vector inverted(Vector vector) {
        return vector(i -> diagrams.not(vector.bit(i)));
    }

    private Vector added(Vector a, Vector b) {
        Vector carries = new Vector() {
            @Override
            int compute(int i) {
                if (i == 0) {
                    return DecisionDiagrams.FALSE;
                }
                int x = a.bit(i - 1);
                int y = b.bit(i - 1);
                return diagrams.choose(x, diagrams.or(y, bit(i - 1)), diagrams.and(y, bit(i - 1)));
            }
        };
        return vector(i -> diagrams.xor(diagrams.xor(a.bit(i), b.bit(i)), carries.bit(i)));
    }

    private Vector product(ValueNode value) {
        Vector product = of(value.parts[0]);
        for (int k = 1; k < value.parts.length; k++) {
            product = product(product, of(value.parts[k]), value.bits);
        }
        return product;
    }

    /** The bits below an index depend only on the operands' bits below it. */
    private Vector product(Vector a, Vector b, int bits) {
        var partial = new Vector[bits];
        return vector(i -> {
            for (int k = 0; k <= i; k++) {
                if (partial[k] == null) {
                    int row = k;
                    Vector addend =
                            vector(j -> j < row ? DecisionDiagrams.FALSE : diagrams.and(a.bit(j - row), b.bit(row)));
                    partial[k] = k == 0 ? addend : added(partial[k - 1], addend);
                }
            }
            return partial[i].bit(i);
        });
    }

    private Vector shifted(ValueNode value, int direction) {
        ValueNode count = value.parts[1];
        int bits = value.bits;
        Vector result = of(value.parts[0]);
        if (count.isConstant()) {
            return shifted(result, (int) (count.number & (bits - 1)), direction, bits);
        }
        Vector by = of(count);
        for (int k = 0; 1 << k < bits; k++) {
            int stage = k;
            Vector before = result;
            Vector moved = shifted(before, 1 << k, direction, bits);
            result = vector(i -> diagrams.choose(by.bit(stage), moved.bit(i), before.bit(i)));
        }
        return result;
    }

    private Vector shifted(Vector vector, int by, int direction, int bits) {
        return switch (direction) {
            case 0 -> vector(i -> i + by < bits ? vector.bit(i + by) : DecisionDiagrams.FALSE);
            case 1 -> vector(i -> vector.bit(Math.min(i + by, bits - 1)));
            case 2 -> moved(vector, by);
            default -> vector(i -> vector.bit((i - by + bits) & (bits - 1)));
        };
    }

    private Bits isZero(ValueNode value) {
        Vector vector = of(value);
        return any -> {
            int result = DecisionDiagrams.TRUE;
            for (int i = 0; i < value.bits && result != DecisionDiagrams.FALSE; i++) {
                result = diagrams.and(result, diagrams.not(vector.bit(i)));
            }
            return result;
        };
    }

    private Bits less(Vector a, Vector b, int bits) {
        return any -> {
            int result = DecisionDiagrams.FALSE;
            for (int i = 0; i < bits; i++) {
                int y = b.bit(i);
                result = diagrams.choose(a.bit(i), diagrams.and(y, result), diagrams.or(y, result));
            }
            return result;
        };
    }

    private Vector zeros(Vector a, int bits, boolean leading) {
        Vector result = number(bits);
        for (int i = 0; i < bits; i++) {
            int index = leading ? i : bits - 1 - i;
            int count = bits - 1 - i;
            Vector before = result;
            Vector here = number(count);
            result = vector(j -> diagrams.choose(a.bit(index), here.bit(j), before.bit(j)));
        }
        return result;
    }

    private Vector ones(Vector a, int bits) {
        Vector sum = number(0);
        for (int i = 0; i < bits; i++) {
            int index = i;
            sum = added(sum, vector(j -> j == 0 ? a.bit(index) : DecisionDiagrams.FALSE));
        }
        Vector all = sum;
        return vector(i -> i < 7 ? all.bit(i) : DecisionDiagrams.FALSE);
    }

    private Vector load(ValueNode value) {
        long bytesRead = value.number;
        return vector(i ->
                i < 8 * bytesRead ? bitOfMemory(value.parts[0], value.parts[1], i / 8, i) : DecisionDiagrams.FALSE);
    }

    private int bitOfMemory(ValueNode memory, ValueNode address, long offset, int bit) {
        ValueNode from = memory;
        while (from.kind == ValueKind.STORE) {
            ValueNode into = from.parts[1];
            if (!sameBase(address, into)) {
                break;
            }
            long distance = ValueGraph.constantOf(address) + offset - ValueGraph.constantOf(into);
            if (distance >= 0 && distance < from.number) {
                return distance < 8 && from.parts[2].bits <= 64
                        ? of(from.parts[2]).bit((int) (8 * distance) + bit % 8)
                        : unknownByte(from, address, offset, bit);
            }
            from = from.parts[0];
        }
        return unknownByte(from, address, offset, bit);
    }

    private int unknownByte(ValueNode memory, ValueNode address, long offset, int bit) {
        var key = new Byte8(memory, new Base(address), ValueGraph.constantOf(address) + offset);
        // The weight of the byte where it is first used.
        int atom = bytes.computeIfAbsent(key, any -> (bit / 8) * MOST_ATOMS + atom());
        int weight = atom / MOST_ATOMS;
        return variable(8 * weight + bit % 8, atom % MOST_ATOMS);
    }

    static boolean sameBase(ValueNode a, ValueNode b) {
        return new Base(a).equals(new Base(b));
    }

    /** An address without its constant. */
    private record Base(ValueNode address) {
        @Override
        public boolean equals(Object object) {
            if (!(object instanceof Base other)) {
                return false;
            }
            ValueNode[] parts = parts();
            ValueNode[] others = other.parts();
            return Arrays.equals(parts, others)
                    && (address.kind != ValueKind.SUM && other.address.kind != ValueKind.SUM
                            || Arrays.equals(factors(), other.factors()));
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(parts());
        }

        private ValueNode[] parts() {
            return switch (address.kind) {
                case CONSTANT -> ValueGraph.NONE;
                case SUM -> address.parts;
                default -> new ValueNode[] {address};
            };
        }

        private long[] factors() {
            return address.kind == ValueKind.SUM ? address.factors : new long[] {1};
        }
    }
}
