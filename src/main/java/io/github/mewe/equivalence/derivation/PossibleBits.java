package io.github.mewe.equivalence.derivation;

/** Computes the bits of a value that may be one. */
final class PossibleBits {
    private PossibleBits() {}

    /** The bits that may be one; all others are zero for every input. */
    static long of(ValueNode node) {
        long mask = ValueGraph.mask(node.bits);
        return switch (node.kind) {
            case CONSTANT -> node.number;
            case SUM -> ofSum(node, mask);
            case PRODUCT -> ofProduct(node, mask);
            case AND -> {
                long bits = node.number;
                for (ValueNode part : node.parts) {
                    bits &= part.possible;
                }
                yield bits;
            }
            case OR, XOR -> {
                long bits = node.number;
                for (ValueNode part : node.parts) {
                    bits |= part.possible;
                }
                yield bits;
            }
            case SHIFT_RIGHT_U ->
                node.parts[1].isConstant()
                        ? node.parts[0].possible >>> (node.parts[1].number & (node.bits - 1))
                        : below(node.parts[0].possible);
            case IS_ZERO, LESS_U, OUTSIDE -> 1;
            case CLZ, CTZ, POPCNT -> node.bits == 64 ? 0x7F : 0x3F;
            case ZERO_EXTEND -> node.parts[0].possible;
            case WRAP -> node.parts[0].possible & mask;
            case CHOICE -> node.parts[1].possible | node.parts[2].possible;
            case LOAD -> ValueGraph.mask((int) Math.min(64, 8 * node.number)) & mask;
            case APPLY -> node.number == 1 ? 1 : mask;
            default -> mask;
        };
    }

    private static long below(long bound) {
        return bound == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(bound);
    }

    private static long ofSum(ValueNode node, long mask) {
        if (node.number == 1 && node.parts.length == 1 && node.factors[0] == mask && node.parts[0].isTruth()) {
            return 1;
        }
        long bound = node.number;
        long trailing = node.number;
        long union = node.number;
        boolean disjoint = true;
        for (int i = 0; i < node.parts.length; i++) {
            long factor = node.factors[i];
            long most = node.parts[i].possible;
            int shift = Long.numberOfTrailingZeros(factor);
            trailing |= Long.lowestOneBit(most) << shift;
            long bits = most << shift;
            disjoint &= Long.bitCount(factor) == 1 && bits >>> shift == most && (bits & union) == 0;
            union |= bits;
            boolean fits = bound >= 0 && factor > 0 && most >= 0 && Math.multiplyHigh(factor, most) == 0;
            long product = factor * most;
            bound = fits && product >= 0 && bound + product >= 0 ? bound + product : -1;
        }
        if (disjoint && (union & ~mask) == 0) {
            return union;
        }
        long low = trailing == 0 ? -1 : -Long.lowestOneBit(trailing);
        boolean bounded = bound >= 0 && (bound & ~mask) == 0;
        return (bounded ? below(bound) : mask) & low;
    }

    private static long ofProduct(ValueNode node, long mask) {
        long bound = 1;
        for (ValueNode part : node.parts) {
            if (part.possible < 0 || Math.multiplyHigh(bound, part.possible) != 0) {
                return mask;
            }
            bound *= part.possible;
            if (bound < 0) {
                return mask;
            }
        }
        return (bound & ~mask) == 0 ? below(bound) : mask;
    }
}
