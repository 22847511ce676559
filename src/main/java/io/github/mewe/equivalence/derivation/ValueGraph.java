package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.IntegerArithmetic;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds values in normal form. Values of the same structure are identical. Values that the decision procedure proves
 * equal are identical, too: sample inputs suggest pairs, {@link BitEquality} decides.
 */
final class ValueGraph {
    /** The complements of sums inside sums to this depth are simplified: the time is exponential in it. */
    private static final int MOST_NESTED_SUMS = 4;

    static final ValueNode[] NONE = {};

    private static final Comparator<ValueNode> BY_AGE = Comparator.comparingInt(value -> value.id);

    private static final String TUPLE = "tuple";

    private static final int MOST_DISTRIBUTED = 8;
    private static final int MOST_CANDIDATES = 3;
    private static final int MOST_SEARCHED_STORES = 8;
    /** A longer sum is kept as it is, so that its parts in memory can be recognised. */
    private static final int MOST_WRAPPED = 4;

    private final Map<ValueNode, ValueNode> nodes = new HashMap<>();

    /** The low halves of values, which may have the same part many times over. */
    private final Map<ValueNode, ValueNode> wrapped = new HashMap<>();

    private final Map<Long, List<ValueNode>> bySamples = new HashMap<>();
    private final Map<String, ValueNode> named = new HashMap<>();
    private final Samples samples = new Samples();
    private final BitEquality equality;
    private final int mostValues;
    private int created;
    private boolean isSimplifying;
    private int nestedSums;

    /** Creates a graph within limits. */
    ValueGraph(CheckLimits limits) {
        equality = new BitEquality(limits.diagramNodes());
        mostValues = limits.values();
    }

    BitEquality equality() {
        return equality;
    }

    static long mask(int bits) {
        return bits >= 64 ? -1 : (1L << bits) - 1;
    }

    static ValueType type(int bits) {
        return bits == 32 ? ValueType.I32 : ValueType.I64;
    }

    // Leaves

    ValueNode constant(int bits, long number) {
        return intern(new ValueNode(ValueKind.CONSTANT, bits, number & mask(bits), null, NONE, null));
    }

    ValueNode truth(boolean value) {
        return constant(32, value ? 1 : 0);
    }

    /** A new unknown value. */
    ValueNode symbol(int bits, String name) {
        // The number makes each symbol another node.
        var symbol = new ValueNode(ValueKind.SYMBOL, bits, created, name, NONE, null);
        register(symbol);
        if (bits == 32 || bits == 64) {
            bySamples.computeIfAbsent(hash(symbol), key -> new ArrayList<>(1)).add(symbol);
        }
        return symbol;
    }

    /** The unknown value of this name. */
    ValueNode named(int bits, String name) {
        return named.computeIfAbsent(name, key -> symbol(bits, key));
    }

    ValueNode apply(String name, int bits, boolean isTruth, ValueNode... parts) {
        return intern(new ValueNode(ValueKind.APPLY, bits, isTruth ? 1 : 0, name, parts, null));
    }

    ValueNode tuple(ValueNode... elements) {
        return apply(TUPLE, 0, false, elements);
    }

    /**
     * An element of a tuple.
     *
     * @param bits the width of the element
     */
    ValueNode element(ValueNode tuple, int index, int bits) {
        return tuple.kind == ValueKind.APPLY && TUPLE.equals(tuple.name)
                ? tuple.parts[index]
                : apply("element " + index, bits, false, tuple);
    }

    // Sums

    private ValueNode sum(int bits, long number, List<ValueNode> parts, List<Long> factors) {
        if (parts.isEmpty()) {
            return constant(bits, number);
        }
        if (parts.size() == 1 && (number & mask(bits)) == 0 && factors.get(0) == 1) {
            return parts.get(0);
        }
        if (!isSimplifying && nestedSums < MOST_NESTED_SUMS && BitwiseSums.isIn(parts)) {
            nestedSums++;
            try {
                ValueNode bitwise = BitwiseSums.simplified(this, bits, number, parts, factors);
                if (bitwise != null) {
                    return bitwise;
                }
            } finally {
                nestedSums--;
            }
        }
        var all = new long[factors.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = factors.get(i);
        }
        return intern(
                new ValueNode(ValueKind.SUM, bits, number & mask(bits), null, parts.toArray(ValueNode[]::new), all));
    }

    /** Adds values without looking for bitwise operations among them. */
    ValueNode plainSum(ValueNode start, List<ValueNode> values, List<Long> factors) {
        isSimplifying = true;
        try {
            ValueNode sum = start;
            for (int i = 0; i < values.size(); i++) {
                sum = linear(sum, 1, values.get(i), factors.get(i), 0);
            }
            return sum;
        } finally {
            isSimplifying = false;
        }
    }

    /** {@code f * a + g * b + number}. */
    ValueNode linear(ValueNode a, long f, ValueNode b, long g, long number) {
        int bits = a.bits;
        long mask = mask(bits);
        long constant = number;
        ValueNode[] left = termsOf(a);
        ValueNode[] right = termsOf(b);
        constant += f * constantOf(a) + g * constantOf(b);
        List<ValueNode> parts = new ArrayList<>(left.length + right.length);
        List<Long> factors = new ArrayList<>(left.length + right.length);
        int i = 0;
        int j = 0;
        while (i < left.length || j < right.length) {
            ValueNode part;
            long factor;
            if (j == right.length || (i < left.length && left[i].id < right[j].id)) {
                part = left[i];
                factor = f * factorOf(a, i++);
            } else if (i == left.length || right[j].id < left[i].id) {
                part = right[j];
                factor = g * factorOf(b, j++);
            } else {
                part = left[i];
                factor = f * factorOf(a, i++) + g * factorOf(b, j++);
            }
            if ((factor & mask) != 0) {
                parts.add(part);
                factors.add(factor & mask);
            }
        }
        return sum(bits, constant, parts, factors);
    }

    private static ValueNode[] termsOf(ValueNode value) {
        return switch (value.kind) {
            case CONSTANT -> NONE;
            case SUM -> value.parts;
            default -> new ValueNode[] {value};
        };
    }

    static long constantOf(ValueNode value) {
        return value.kind == ValueKind.CONSTANT || value.kind == ValueKind.SUM ? value.number : 0;
    }

    private static long factorOf(ValueNode value, int index) {
        return value.kind == ValueKind.SUM ? value.factors[index] : 1;
    }

    ValueNode add(ValueNode a, ValueNode b) {
        return linear(a, 1, b, 1, 0);
    }

    ValueNode add(ValueNode a, long number) {
        return number == 0 ? a : linear(a, 1, constant(a.bits, 0), 0, number);
    }

    ValueNode subtract(ValueNode a, ValueNode b) {
        return linear(a, 1, b, -1, 0);
    }

    ValueNode scale(ValueNode a, long factor) {
        return factor == 1 ? a : linear(a, factor, constant(a.bits, 0), 0, 0);
    }

    ValueNode not(ValueNode a) {
        return linear(a, -1, constant(a.bits, 0), 0, -1);
    }

    /** The negation of a truth value. */
    ValueNode isFalse(ValueNode truth) {
        return linear(truth, -1, constant(truth.bits, 0), 0, 1);
    }

    ValueNode multiply(ValueNode a, ValueNode b) {
        if (a.isConstant()) {
            return scale(b, a.number);
        }
        if (b.isConstant()) {
            return scale(a, b.number);
        }
        if (a.kind == ValueKind.SUM || b.kind == ValueKind.SUM) {
            ValueNode[] left = termsOf(a);
            ValueNode[] right = termsOf(b);
            if ((left.length + 1) * (right.length + 1) <= MOST_DISTRIBUTED + 1) {
                ValueNode sum = linear(a, constantOf(b), b, constantOf(a), -constantOf(a) * constantOf(b));
                for (int i = 0; i < left.length; i++) {
                    for (int j = 0; j < right.length; j++) {
                        sum = linear(sum, 1, product(left[i], right[j]), factorOf(a, i) * factorOf(b, j), 0);
                    }
                }
                return sum;
            }
        }
        return product(a, b);
    }

    private ValueNode product(ValueNode a, ValueNode b) {
        List<ValueNode> parts = new ArrayList<>();
        for (ValueNode factor : List.of(a, b)) {
            parts.addAll(factor.kind == ValueKind.PRODUCT ? Arrays.asList(factor.parts) : List.of(factor));
        }
        if (parts.stream().allMatch(part -> part.kind == ValueKind.WRAP)) {
            return wrap(parts.stream()
                    .map(part -> part.parts[0])
                    .reduce(this::multiply)
                    .orElseThrow());
        }
        parts.sort(BY_AGE);
        return intern(new ValueNode(ValueKind.PRODUCT, a.bits, 0, null, parts.toArray(ValueNode[]::new), null));
    }

    /** Determines if the bits of a sum's parts do not overlap, so that no addition carries. */
    private static boolean isDisjoint(ValueNode value) {
        if (value.kind != ValueKind.SUM) {
            return false;
        }
        long seen = value.number;
        for (int i = 0; i < value.parts.length; i++) {
            long factor = value.factors[i];
            if (Long.bitCount(factor) != 1) {
                return false;
            }
            long bits = value.parts[i].possible << Long.numberOfTrailingZeros(factor);
            if ((bits & ~mask(value.bits)) != 0
                    || bits >>> Long.numberOfTrailingZeros(factor) != value.parts[i].possible
                    || (seen & bits) != 0) {
                return false;
            }
            seen |= bits;
        }
        return true;
    }

    // Bitwise operations

    ValueNode and(ValueNode a, ValueNode b) {
        long number = mask(a.bits);
        List<ValueNode> parts = new ArrayList<>();
        for (ValueNode operand : List.of(a, b)) {
            if (operand.isConstant()) {
                number &= operand.number;
            } else if (operand.kind == ValueKind.AND) {
                number &= operand.number;
                parts.addAll(Arrays.asList(operand.parts));
            } else {
                parts.add(operand);
            }
        }
        return and(a.bits, number, parts);
    }

    private ValueNode and(int bits, long mask, List<ValueNode> unsorted) {
        List<ValueNode> parts = sorted(unsorted);
        long possible = mask(bits);
        for (ValueNode part : parts) {
            possible &= part.possible;
        }
        long number = mask & possible;
        if (number == 0 || parts.isEmpty()) {
            return constant(bits, parts.isEmpty() ? mask : 0);
        }
        if (number == possible) {
            number = mask(bits);
        }
        if (parts.size() == 1) {
            ValueNode part = parts.get(0);
            if (number == mask(bits)) {
                return part;
            }
            if (isDisjoint(part)) {
                ValueNode sum = constant(bits, part.number & number);
                for (int i = 0; i < part.parts.length; i++) {
                    int shift = Long.numberOfTrailingZeros(part.factors[i]);
                    ValueNode masked = and(part.parts[i], constant(bits, number >>> shift));
                    sum = linear(sum, 1, masked, part.factors[i], 0);
                }
                return sum;
            }
            if ((number & (number + 1)) == 0) {
                ValueNode narrow = lowBits(part, number);
                if (narrow != part) {
                    return and(narrow, constant(bits, number));
                }
            }
        }
        return intern(new ValueNode(ValueKind.AND, bits, number, null, parts.toArray(ValueNode[]::new), null));
    }

    /** A value with the same bits below a mask of low bits. */
    private ValueNode lowBits(ValueNode value, long mask) {
        if (value.kind == ValueKind.LOAD) {
            int wanted = mask == 0xFF ? 1 : mask == 0xFFFF ? 2 : mask == 0xFFFF_FFFFL ? 4 : 8;
            return wanted < value.number && (value.bits == 32)
                    ? load(value.parts[0], value.parts[1], wanted, value.bits)
                    : value;
        }
        return value;
    }

    private static List<ValueNode> sorted(List<ValueNode> parts) {
        if (parts.size() < 2) {
            return parts;
        }
        List<ValueNode> unique = new ArrayList<>(parts);
        unique.sort(BY_AGE);
        for (int i = unique.size() - 1; i > 0; i--) {
            if (unique.get(i) == unique.get(i - 1)) {
                unique.remove(i);
            }
        }
        return unique;
    }

    ValueNode or(ValueNode a, ValueNode b) {
        if ((a.possible & b.possible) == 0) {
            return add(a, b);
        }
        if (a.isConstant() || b.isConstant()) {
            ValueNode number = a.isConstant() ? a : b;
            ValueNode other = a.isConstant() ? b : a;
            return add(and(other, constant(a.bits, ~number.number)), number.number);
        }
        List<ValueNode> parts = new ArrayList<>();
        for (ValueNode operand : List.of(a, b)) {
            parts.addAll(operand.kind == ValueKind.OR ? Arrays.asList(operand.parts) : List.of(operand));
        }
        List<ValueNode> unique = sorted(parts);
        return unique.size() == 1
                ? unique.get(0)
                : intern(new ValueNode(ValueKind.OR, a.bits, 0, null, unique.toArray(ValueNode[]::new), null));
    }

    ValueNode xor(ValueNode a, ValueNode b) {
        int bits = a.bits;
        if ((a.possible & b.possible) == 0) {
            return add(a, b);
        }
        long number = 0;
        List<ValueNode> parts = new ArrayList<>();
        for (ValueNode operand : List.of(a, b)) {
            ValueNode value = operand;
            if (value.kind == ValueKind.SUM
                    && value.parts.length == 1
                    && value.number == mask(bits)
                    && value.factors[0] == mask(bits)) {
                number ^= mask(bits);
                value = value.parts[0];
            }
            if (value.isConstant()) {
                number ^= value.number;
            } else if (value.kind == ValueKind.XOR) {
                number ^= value.number;
                parts.addAll(Arrays.asList(value.parts));
            } else {
                parts.add(value);
            }
        }
        parts.sort(BY_AGE);
        for (int i = 0; i + 1 < parts.size(); i++) {
            if (parts.get(i) == parts.get(i + 1)) {
                parts.remove(i + 1);
                parts.remove(i--);
                if (i >= 0) {
                    i--;
                }
            }
        }
        if (parts.isEmpty()) {
            return constant(bits, number);
        }
        if (number == mask(bits)) {
            return not(xor(bits, 0, parts));
        }
        if (parts.size() == 1) {
            ValueNode part = parts.get(0);
            if (number == 0) {
                return part;
            }
            if ((number & part.possible) == 0 || number == 1L << (bits - 1)) {
                return add(part, number);
            }
            if (part.isTruth() && number == 1) {
                return isFalse(part);
            }
        }
        return xor(bits, number, parts);
    }

    private ValueNode xor(int bits, long number, List<ValueNode> parts) {
        return parts.size() == 1 && number == 0
                ? parts.get(0)
                : intern(new ValueNode(ValueKind.XOR, bits, number, null, parts.toArray(ValueNode[]::new), null));
    }

    // Shifts

    ValueNode shiftLeft(ValueNode a, ValueNode count) {
        if (count.isConstant()) {
            return scale(a, 1L << (count.number & (a.bits - 1)));
        }
        return shift(ValueKind.SHIFT_LEFT, a, count);
    }

    private ValueNode shift(ValueKind kind, ValueNode a, ValueNode count) {
        if (a.isConstant(0)) {
            return a;
        }
        return intern(new ValueNode(kind, a.bits, 0, null, new ValueNode[] {a, count}, null));
    }

    ValueNode shiftRight(ValueNode a, ValueNode count) {
        if (!count.isConstant()) {
            return shift(ValueKind.SHIFT_RIGHT_U, a, count);
        }
        int by = (int) (count.number & (a.bits - 1));
        if (by == 0) {
            return a;
        }
        if (a.possible >>> by == 0) {
            return constant(a.bits, 0);
        }
        if (a.isConstant()) {
            return constant(a.bits, a.number >>> by);
        }
        if (isDisjoint(a)) {
            ValueNode sum = constant(a.bits, a.number >>> by);
            for (int i = 0; i < a.parts.length; i++) {
                int shift = Long.numberOfTrailingZeros(a.factors[i]);
                ValueNode moved = shift >= by
                        ? scale(a.parts[i], 1L << (shift - by))
                        : shiftRight(a.parts[i], constant(a.bits, by - shift));
                sum = add(sum, moved);
            }
            return sum;
        }
        if (a.kind == ValueKind.SHIFT_RIGHT_U && a.parts[1].isConstant()) {
            long all = by + (a.parts[1].number & (a.bits - 1));
            return all >= a.bits ? constant(a.bits, 0) : shiftRight(a.parts[0], constant(a.bits, all));
        }
        if (a.kind == ValueKind.ZERO_EXTEND) {
            return zeroExtend(shiftRight(a.parts[0], constant(32, by)));
        }
        return shift(ValueKind.SHIFT_RIGHT_U, a, constant(a.bits, by));
    }

    ValueNode shiftRightSigned(ValueNode a, ValueNode count) {
        if (a.possible >>> (a.bits - 1) == 0) {
            return shiftRight(a, count);
        }
        if (!count.isConstant()) {
            return shift(ValueKind.SHIFT_RIGHT_S, a, count);
        }
        int by = (int) (count.number & (a.bits - 1));
        if (by == 0) {
            return a;
        }
        if (a.isConstant()) {
            return binary(BinaryOperator.SHR_S, a, constant(a.bits, by));
        }
        if (a.kind == ValueKind.SHIFT_RIGHT_S && a.parts[1].isConstant()) {
            long all = Math.min(a.bits - 1, by + (a.parts[1].number & (a.bits - 1)));
            return shift(ValueKind.SHIFT_RIGHT_S, a.parts[0], constant(a.bits, all));
        }
        return shift(ValueKind.SHIFT_RIGHT_S, a, constant(a.bits, by));
    }

    ValueNode rotateLeft(ValueNode a, ValueNode count) {
        if (!count.isConstant()) {
            return shift(ValueKind.ROTATE_LEFT, a, count);
        }
        int by = (int) (count.number & (a.bits - 1));
        if (by == 0) {
            return a;
        }
        if (a.isConstant()) {
            long low = a.number << by;
            return constant(a.bits, low | a.number >>> (a.bits - by));
        }
        if (a.kind == ValueKind.ROTATE_LEFT && a.parts[1].isConstant()) {
            return rotateLeft(a.parts[0], constant(a.bits, by + a.parts[1].number));
        }
        return shift(ValueKind.ROTATE_LEFT, a, constant(a.bits, by));
    }

    // Comparisons

    ValueNode isZero(ValueNode a) {
        if (a.isConstant()) {
            return truth(a.number == 0);
        }
        if (a.isTruth()) {
            return isFalse(a.bits == 32 ? a : wrap(a));
        }
        switch (a.kind) {
            case ZERO_EXTEND, SIGN_EXTEND -> {
                return isZero(a.parts[0]);
            }
            case XOR -> {
                if (a.parts.length == 1) {
                    return isZero(add(a.parts[0], -a.number));
                }
                if (a.parts.length == 2 && a.number == 0) {
                    ValueNode difference = subtract(a.parts[0], a.parts[1]);
                    // The difference may be equal to the exclusive disjunction.
                    if (difference.kind == ValueKind.SUM || difference.isConstant()) {
                        return isZero(difference);
                    }
                }
            }
            case SUM -> {
                return isZeroSum(a);
            }
            case CHOICE -> {
                ValueNode left = isZero(a.parts[1]);
                ValueNode right = isZero(a.parts[2]);
                if (left.isConstant() || right.isConstant()) {
                    return choice(a.parts[0], left, right);
                }
            }
            default -> {
                // Kept as it is.
            }
        }
        return intern(new ValueNode(ValueKind.IS_ZERO, 32, 0, null, new ValueNode[] {a}, null));
    }

    private ValueNode isZeroSum(ValueNode a) {
        long first = a.factors[0];
        if (isNegative(first, a.bits)) {
            ValueNode negated = scale(a, -1);
            // A known equal value may have any form.
            if (negated.kind == ValueKind.SUM && !isNegative(negated.factors[0], a.bits)) {
                return isZero(negated);
            }
        }
        if (a.parts.length == 1) {
            ValueNode part = a.parts[0];
            if (a.number == 0 && (first & 1) == 1) {
                return isZero(part);
            }
            long wanted = -a.number & mask(a.bits);
            if (first == 1 && (wanted & ~part.possible) != 0) {
                return truth(false);
            }
            if (part.isTruth() && first == 1) {
                // The only possible value apart from zero, which the case above excludes.
                return wanted == 1 ? (part.bits == 32 ? part : wrap(part)) : isZero(part);
            }
            if (part.isTruth() && wanted == 0) {
                return isZero(part);
            }
            if (part.isTruth()) {
                return wanted == (first & mask(a.bits)) ? (part.bits == 32 ? part : wrap(part)) : truth(false);
            }
            if (first == 1 && part.kind == ValueKind.ZERO_EXTEND) {
                return isZero(add(part.parts[0], a.number));
            }
            if (first == 1 && part.kind == ValueKind.SIGN_EXTEND) {
                return wanted == (int) wanted ? isZero(add(part.parts[0], a.number)) : truth(false);
            }
        }
        if (a.parts.length == 2
                && a.number == 0
                && a.parts[0].kind == a.parts[1].kind
                && (a.parts[0].kind == ValueKind.ZERO_EXTEND || a.parts[0].kind == ValueKind.SIGN_EXTEND)
                && first == 1
                && a.factors[1] == mask(a.bits)) {
            return isZero(subtract(a.parts[0].parts[0], a.parts[1].parts[0]));
        }
        return intern(new ValueNode(ValueKind.IS_ZERO, 32, 0, null, new ValueNode[] {a}, null));
    }

    private static boolean isNegative(long factor, int bits) {
        return factor >>> (bits - 1) != 0 && factor != 1L << (bits - 1);
    }

    /** The inverse of an odd number modulo 2^64, by Newton's iteration. */
    static long inverse(long odd) {
        long inverse = odd;
        for (int i = 0; i < 5; i++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    ValueNode isTrue(ValueNode a) {
        if (a.isTruth()) {
            return a.bits == 32 ? a : wrap(a);
        }
        return isFalse(isZero(a));
    }

    ValueNode equal(ValueNode a, ValueNode b) {
        return isZero(subtract(a, b));
    }

    ValueNode lessU(ValueNode a, ValueNode b) {
        if (a == b || b.isConstant(0)) {
            return truth(false);
        }
        if (a.isConstant() && b.isConstant()) {
            return truth(Long.compareUnsigned(a.number, b.number) < 0);
        }
        if (a.isConstant(0)) {
            return isTrue(b);
        }
        if (b.isConstant(1)) {
            return isZero(a);
        }
        if (a.isConstant()) {
            return a.number == mask(a.bits) || Long.compareUnsigned(a.number, b.possible) >= 0
                    ? truth(false)
                    : isFalse(lessU(b, constant(a.bits, a.number + 1)));
        }
        if (b.isConstant()) {
            if (Long.compareUnsigned(a.possible, b.number) < 0) {
                return truth(true);
            }
            if (b.number == mask(b.bits)) {
                return isFalse(equal(a, b));
            }
        }
        if (a.kind == ValueKind.ZERO_EXTEND && (b.kind == ValueKind.ZERO_EXTEND || b.isConstant())) {
            return lessU(a.parts[0], b.isConstant() ? constant(32, b.number) : b.parts[0]);
        }
        return intern(new ValueNode(ValueKind.LESS_U, 32, 0, null, new ValueNode[] {a, b}, null));
    }

    ValueNode lessS(ValueNode a, ValueNode b) {
        if (a == b) {
            return truth(false);
        }
        int bits = a.bits;
        long least = 1L << (bits - 1);
        if (a.isConstant() && b.isConstant()) {
            return binary(BinaryOperator.LT_S, a, b);
        }
        if (((a.possible | b.possible) & least) == 0) {
            return lessU(a, b);
        }
        if (a.isConstant()) {
            return a.number == least - 1 ? truth(false) : isFalse(lessS(b, constant(bits, a.number + 1)));
        }
        if (b.isConstant(least)) {
            return truth(false);
        }
        if (a.kind == ValueKind.SIGN_EXTEND && b.kind == ValueKind.SIGN_EXTEND) {
            return lessS(a.parts[0], b.parts[0]);
        }
        // One kind of comparison is enough.
        return lessU(add(a, least), add(b, least));
    }

    ValueNode choice(ValueNode condition, ValueNode a, ValueNode b) {
        if (condition.isConstant()) {
            return condition.number != 0 ? a : b;
        }
        if (a == b) {
            return a;
        }
        if (condition.kind == ValueKind.SUM
                && condition.number == 1
                && condition.parts.length == 1
                && condition.parts[0].isTruth()) {
            return choice(condition.parts[0], b, a);
        }
        if (a.kind == ValueKind.CHOICE && a.parts[0] == condition) {
            return choice(condition, a.parts[1], b);
        }
        if (b.kind == ValueKind.CHOICE && b.parts[0] == condition) {
            return choice(condition, a, b.parts[2]);
        }
        if (a.isConstant() && b.isConstant()) {
            ValueNode truth = a.bits == 64 ? zeroExtend(condition) : condition;
            return linear(truth, a.number - b.number, b, 1, 0);
        }
        return intern(new ValueNode(ValueKind.CHOICE, a.bits, 0, null, new ValueNode[] {condition, a, b}, null));
    }

    // Conversions

    ValueNode zeroExtend(ValueNode a) {
        if (a.isConstant()) {
            return constant(64, a.number);
        }
        if (a.kind == ValueKind.CHOICE) {
            return choice(a.parts[0], zeroExtend(a.parts[1]), zeroExtend(a.parts[2]));
        }
        if (a.kind == ValueKind.SUM) {
            if (a.isTruth() && a.number == 1 && a.parts.length == 1) {
                return isFalse(zeroExtend(a.parts[0]));
            }
            if (isExact(a)) {
                ValueNode sum = constant(64, a.number);
                for (int i = 0; i < a.parts.length; i++) {
                    sum = linear(sum, 1, zeroExtend(a.parts[i]), a.factors[i], 0);
                }
                return sum;
            }
        }
        return intern(new ValueNode(ValueKind.ZERO_EXTEND, 64, 0, null, new ValueNode[] {a}, null));
    }

    /** Determines if a sum of 32 bits does not wrap around. */
    private static boolean isExact(ValueNode sum) {
        long bound = sum.number;
        for (int i = 0; i < sum.parts.length; i++) {
            long high = Math.multiplyHigh(sum.factors[i], sum.parts[i].possible);
            long low = sum.factors[i] * sum.parts[i].possible;
            if (high != 0 || low < 0 || low > mask(32)) {
                return false;
            }
            bound += low;
        }
        return bound <= mask(32);
    }

    ValueNode signExtend(ValueNode a) {
        if (a.isConstant()) {
            return constant(64, (int) a.number);
        }
        if (a.possible >>> 31 == 0) {
            return zeroExtend(a);
        }
        if (a.kind == ValueKind.CHOICE) {
            return choice(a.parts[0], signExtend(a.parts[1]), signExtend(a.parts[2]));
        }
        return intern(new ValueNode(ValueKind.SIGN_EXTEND, 64, 0, null, new ValueNode[] {a}, null));
    }

    ValueNode wrap(ValueNode a) {
        if (a.parts.length < 2) {
            return computeWrap(a);
        }
        ValueNode known = wrapped.get(a);
        if (known == null) {
            known = computeWrap(a);
            wrapped.put(a, known);
        }
        return known;
    }

    private ValueNode computeWrap(ValueNode a) {
        switch (a.kind) {
            case CONSTANT -> {
                return constant(32, a.number);
            }
            case ZERO_EXTEND, SIGN_EXTEND -> {
                return a.parts[0];
            }
            case SUM -> {
                if (a.parts.length > MOST_WRAPPED) {
                    return intern(new ValueNode(ValueKind.WRAP, 32, 0, null, new ValueNode[] {a}, null));
                }
                ValueNode sum = constant(32, a.number);
                for (int i = 0; i < a.parts.length; i++) {
                    if ((a.factors[i] & mask(32)) != 0) {
                        sum = linear(sum, 1, wrap(a.parts[i]), a.factors[i], 0);
                    }
                }
                return sum;
            }
            case PRODUCT -> {
                if (Arrays.stream(a.parts).allMatch(part -> wrap(part).kind == ValueKind.WRAP)) {
                    // The parts of a product in memory are those of the whole.
                    return intern(new ValueNode(ValueKind.WRAP, 32, 0, null, new ValueNode[] {a}, null));
                }
                ValueNode product = wrap(a.parts[0]);
                for (int i = 1; i < a.parts.length; i++) {
                    product = multiply(product, wrap(a.parts[i]));
                }
                return product;
            }
            case AND -> {
                ValueNode result = constant(32, a.number);
                for (ValueNode part : a.parts) {
                    result = and(result, wrap(part));
                }
                return result;
            }
            case OR -> {
                ValueNode result = wrap(a.parts[0]);
                for (int i = 1; i < a.parts.length; i++) {
                    result = or(result, wrap(a.parts[i]));
                }
                return result;
            }
            case XOR -> {
                ValueNode result = constant(32, a.number);
                for (ValueNode part : a.parts) {
                    result = xor(result, wrap(part));
                }
                return result;
            }
            case CHOICE -> {
                return choice(a.parts[0], wrap(a.parts[1]), wrap(a.parts[2]));
            }
            case LOAD -> {
                return load(a.parts[0], a.parts[1], 4, 32);
            }
            default -> {
                return intern(new ValueNode(ValueKind.WRAP, 32, 0, null, new ValueNode[] {a}, null));
            }
        }
    }

    private ValueNode extended(ValueNode a, int from) {
        ValueNode count = constant(a.bits, a.bits - from);
        return shiftRightSigned(shiftLeft(a, count), count);
    }

    // Operators

    ValueNode unary(UnaryOperator operator, ValueNode a) {
        if (a.isConstant()) {
            return constant(
                    operator.resultType(type(a.bits)).bits(),
                    IntegerArithmetic.unary(operator, type(a.bits), a.number));
        }
        return switch (operator) {
            case EQZ -> isZero(a);
            case CLZ -> single(ValueKind.CLZ, a);
            case CTZ -> single(ValueKind.CTZ, a);
            case POPCNT -> single(ValueKind.POPCNT, a);
            case EXTEND8_S -> extended(a, 8);
            case EXTEND16_S -> extended(a, 16);
            case EXTEND32_S -> signExtend(wrap(a));
            case WRAP -> wrap(a);
            case EXTEND_S -> signExtend(a);
            case EXTEND_U -> zeroExtend(a);
        };
    }

    private ValueNode single(ValueKind kind, ValueNode a) {
        return intern(new ValueNode(kind, a.bits, 0, null, new ValueNode[] {a}, null));
    }

    /** Applies an operator to operands for which it does not trap. */
    ValueNode binary(BinaryOperator operator, ValueNode a, ValueNode b) {
        if (a.isConstant() && b.isConstant()) {
            var result = IntegerArithmetic.binary(operator, type(a.bits), a.number, b.number);
            if (result.isPresent()) {
                return constant(operator.resultType(type(a.bits)).bits(), result.getAsLong());
            }
        }
        return switch (operator) {
            case ADD -> add(a, b);
            case SUB -> subtract(a, b);
            case MUL -> multiply(a, b);
            case AND -> and(a, b);
            case OR -> or(a, b);
            case XOR -> xor(a, b);
            case SHL -> shiftLeft(a, b);
            case SHR_S -> shiftRightSigned(a, b);
            case SHR_U -> shiftRight(a, b);
            case ROTL -> rotateLeft(a, b);
            case ROTR -> rotateLeft(a, linear(b, -1, b, 0, 0));
            case EQ -> equal(a, b);
            case NE -> isFalse(equal(a, b));
            case LT_S -> lessS(a, b);
            case LT_U -> lessU(a, b);
            case GT_S -> lessS(b, a);
            case GT_U -> lessU(b, a);
            case LE_S -> isFalse(lessS(b, a));
            case LE_U -> isFalse(lessU(b, a));
            case GE_S -> isFalse(lessS(a, b));
            case GE_U -> isFalse(lessU(a, b));
            case DIV_U -> division("div_u", a, b);
            case REM_U -> division("rem_u", a, b);
            case DIV_S -> division("div_s", a, b);
            case REM_S -> division("rem_s", a, b);
        };
    }

    private ValueNode division(String name, ValueNode a, ValueNode b) {
        if (b.isConstant() && Long.bitCount(b.number) == 1) {
            if (name.equals("div_u")) {
                return shiftRight(a, constant(a.bits, Long.numberOfTrailingZeros(b.number)));
            }
            if (name.equals("rem_u")) {
                return and(a, constant(a.bits, b.number - 1));
            }
        }
        return apply(name, a.bits, false, a, b);
    }

    // Memory

    /** Reads up to four bytes as an i32, eight as an i64, or sixteen. */
    ValueNode load(ValueNode memory, ValueNode address, int bytes, int bits) {
        ValueNode from = memory;
        while (from.kind == ValueKind.STORE) {
            ValueNode distance = subtract(address, from.parts[1]);
            if (!distance.isConstant()) {
                break;
            }
            long at = distance.number;
            if (at == 0 && bytes == from.number && bytes <= 8 && from.parts[2].bits <= 64) {
                ValueNode value = from.parts[2];
                ValueNode sized = value.bits == bits ? value : bits == 32 ? wrap(value) : zeroExtend(value);
                return and(sized, constant(bits, mask(8 * bytes)));
            }
            if (at == 0 && bytes == 16 && from.number == 16) {
                return from.parts[2];
            }
            if (at < from.number && at > -bytes) {
                break;
            }
            from = from.parts[0];
        }
        if (from.kind == ValueKind.CHOICE) {
            return choice(
                    from.parts[0],
                    load(from.parts[1], address, bytes, bits),
                    load(from.parts[2], address, bytes, bits));
        }
        return intern(new ValueNode(ValueKind.LOAD, bits, bytes, null, new ValueNode[] {from, address}, null));
    }

    ValueNode store(ValueNode memory, ValueNode address, int bytes, ValueNode value) {
        ValueNode written = value;
        if (bytes * 8 < value.bits && value.bits <= 64) {
            ValueNode narrow = value.bits == 64 && bytes <= 4 ? wrap(value) : value;
            written = and(narrow, constant(narrow.bits, mask(8 * bytes)));
        } else if (value.bits == 64 && bytes <= 4) {
            written = wrap(value);
        }
        // A write that a later one covers completely is not observable.
        ValueNode into = memory;
        if (into.kind == ValueKind.STORE && into.parts[1] == address && into.number <= bytes) {
            into = into.parts[0];
        }
        return intern(new ValueNode(ValueKind.STORE, 0, bytes, null, new ValueNode[] {into, address, written}, null));
    }

    ValueNode outside(String memory, ValueNode address, long end) {
        return intern(new ValueNode(ValueKind.OUTSIDE, 32, end, memory, new ValueNode[] {address}, null));
    }

    // Nodes

    /** Rebuilds a value with other parts. */
    ValueNode rebuilt(ValueNode value, ValueNode[] parts) {
        return switch (value.kind) {
            case CONSTANT, SYMBOL -> value;
            case SUM -> {
                ValueNode sum = constant(value.bits, value.number);
                for (int i = 0; i < parts.length; i++) {
                    sum = linear(sum, 1, parts[i], value.factors[i], 0);
                }
                yield sum;
            }
            case PRODUCT -> {
                ValueNode product = parts[0];
                for (int i = 1; i < parts.length; i++) {
                    product = multiply(product, parts[i]);
                }
                yield product;
            }
            case AND -> {
                ValueNode result = constant(value.bits, value.number);
                for (ValueNode part : parts) {
                    result = and(result, part);
                }
                yield result;
            }
            case OR -> {
                ValueNode result = parts[0];
                for (int i = 1; i < parts.length; i++) {
                    result = or(result, parts[i]);
                }
                yield result;
            }
            case XOR -> {
                ValueNode result = constant(value.bits, value.number);
                for (ValueNode part : parts) {
                    result = xor(result, part);
                }
                yield result;
            }
            case SHIFT_LEFT -> shiftLeft(parts[0], parts[1]);
            case SHIFT_RIGHT_U -> shiftRight(parts[0], parts[1]);
            case SHIFT_RIGHT_S -> shiftRightSigned(parts[0], parts[1]);
            case ROTATE_LEFT -> rotateLeft(parts[0], parts[1]);
            case IS_ZERO -> isZero(parts[0]);
            case LESS_U -> lessU(parts[0], parts[1]);
            case CLZ -> unary(UnaryOperator.CLZ, parts[0]);
            case CTZ -> unary(UnaryOperator.CTZ, parts[0]);
            case POPCNT -> unary(UnaryOperator.POPCNT, parts[0]);
            case ZERO_EXTEND -> zeroExtend(parts[0]);
            case SIGN_EXTEND -> signExtend(parts[0]);
            case WRAP -> wrap(parts[0]);
            case CHOICE -> choice(parts[0], parts[1], parts[2]);
            case LOAD -> load(parts[0], parts[1], (int) value.number, value.bits);
            case STORE -> store(parts[0], parts[1], (int) value.number, parts[2]);
            case OUTSIDE -> {
                ValueNode base = add(parts[0], -constantOf(parts[0]));
                yield outside(value.name, base, value.number + constantOf(parts[0]));
            }
            case APPLY -> apply(value.name, value.bits, value.number == 1, parts);
        };
    }

    private ValueNode intern(ValueNode candidate) {
        ValueNode known = nodes.get(candidate);
        if (known != null) {
            return known;
        }
        register(candidate);
        ValueNode representative = representative(candidate);
        nodes.put(candidate, representative);
        return representative;
    }

    private void register(ValueNode node) {
        if (created >= mostValues) {
            throw new UndecidedException("the check exceeds " + mostValues + " values");
        }
        node.id = created++;
        node.possible = PossibleBits.of(node);
        long own = 1L << (node.id * 0x9E37_79B9 >>> 26);
        node.symbols = node.kind == ValueKind.SYMBOL ? own : 0;
        boolean isAtom = node.kind == ValueKind.SYMBOL && node.bits != 0
                || node.kind == ValueKind.LOAD
                || node.kind == ValueKind.APPLY;
        for (ValueNode part : node.parts) {
            node.symbols |= part.symbols;
            node.atoms |= isAtom ? 0 : part.atoms;
        }
        if (node.kind == ValueKind.LOAD) {
            node.atoms = atomsOfLoad(node);
        } else if (isAtom) {
            node.atoms = own;
        }
        node.samples = samples.of(node);
    }

    /** Determines if common terms of sums cancel, and the rest is proved to be zero. */
    private boolean differsByNothing(ValueNode one, ValueNode other) {
        return one.kind == ValueKind.SUM
                && other.kind == ValueKind.SUM
                && subtract(one, other).isConstant(0);
    }

    /** All reads near one base share an atom. */
    private static long atomsOfLoad(ValueNode load) {
        long hash = 0;
        for (ValueNode part : termsOf(load.parts[1])) {
            hash += part.id;
        }
        long atoms = 1L << ((int) hash * 0x9E37_79B9 >>> 26);
        ValueNode memory = load.parts[0];
        for (int i = 0; i < MOST_SEARCHED_STORES && memory.kind == ValueKind.STORE; i++) {
            atoms |= memory.parts[2].atoms;
            memory = memory.parts[0];
        }
        return atoms;
    }

    /** Determines if a truth value compares an unknown number with values that do not depend on it. */
    private static boolean comparesAtom(ValueNode truth) {
        return switch (truth.kind) {
            case SUM -> truth.parts.length == 1;
            case IS_ZERO -> isOpen(truth.parts[0], 0);
            case LESS_U -> isOpen(truth.parts[0], truth.parts[1].atoms) || isOpen(truth.parts[1], truth.parts[0].atoms);
            default -> false;
        };
    }

    /**
     * Determines if a value may take any number because of an unknown number that is added to others.
     *
     * @param atoms the unknown numbers that other values depend on
     */
    private static boolean isOpen(ValueNode value, long atoms) {
        return switch (value.kind) {
            case SYMBOL, LOAD, APPLY -> !value.isTruth() && (value.atoms & atoms) == 0;
            case ZERO_EXTEND, SIGN_EXTEND -> isOpen(value.parts[0], atoms);
            case SUM -> hasOpenPart(value, atoms);
            default -> false;
        };
    }

    private static boolean hasOpenPart(ValueNode sum, long atoms) {
        for (int i = 0; i < sum.parts.length; i++) {
            long others = atoms;
            for (int k = 0; k < sum.parts.length; k++) {
                others |= k == i ? 0 : sum.parts[k].atoms;
            }
            if ((sum.factors[i] & 1) == 1 && isOpen(sum.parts[i], others)) {
                return true;
            }
        }
        return false;
    }

    private static long hash(ValueNode node) {
        return 31L * Arrays.hashCode(node.samples) + node.bits;
    }

    /** An older value that is proved equal, or the value itself. */
    private ValueNode representative(ValueNode node) {
        if (node.bits != 32 && node.bits != 64 || node.kind == ValueKind.CONSTANT || node.kind == ValueKind.OUTSIDE) {
            return node;
        }
        long first = node.samples[0];
        if (Samples.areAllEqual(node.samples)) {
            return !comparesAtom(node) && equality.isConstant(node, first) ? constant(node.bits, first) : node;
        }
        List<ValueNode> candidates = bySamples.computeIfAbsent(hash(node), key -> new ArrayList<>(1));
        // A comparison may add candidates, which are not considered.
        for (int i = 0, count = candidates.size(); i < count; i++) {
            ValueNode candidate = candidates.get(i);
            if (candidate.bits == node.bits
                    && (candidate.atoms & node.atoms) != 0
                    && Arrays.equals(candidate.samples, node.samples)
                    && (equality.areEqual(candidate, node) || differsByNothing(candidate, node))) {
                return candidate;
            }
        }
        if (candidates.size() < MOST_CANDIDATES) {
            candidates.add(node);
        }
        return node;
    }
}
