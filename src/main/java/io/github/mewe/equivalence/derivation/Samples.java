package io.github.mewe.equivalence.derivation;

import io.github.mewe.common.SplitMix64;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.IntegerArithmetic;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.wasm.ValueType;
import java.util.Arrays;

/** Evaluates values for sample inputs. Samples only suggest which values may be equal; they prove nothing. */
final class Samples {
    static final int CASES = 32;

    /** In the first cases, all unknown numbers are equal. */
    private static final int EQUAL_CASES = 5;

    /** In the cases before this one, unknown numbers are small. */
    private static final int SMALL_CASES = 18;

    private static final int MOST_STORES = 200;

    long[] of(ValueNode node) {
        var all = new long[CASES];
        switch (node.kind) {
            case CONSTANT -> Arrays.fill(all, node.number);
            case SYMBOL -> {
                for (int i = 0; i < CASES; i++) {
                    all[i] = symbol(node, i);
                }
            }
            case STORE -> {
                // Only what is read from it counts.
            }
            default -> {
                for (int i = 0; i < CASES; i++) {
                    all[i] = value(node, i);
                }
            }
        }
        return all;
    }

    static boolean areAllEqual(long[] samples) {
        for (long sample : samples) {
            if (sample != samples[0]) {
                return false;
            }
        }
        return true;
    }

    private static long symbol(ValueNode node, int i) {
        boolean isShared = i < EQUAL_CASES;
        long hash = SplitMix64.output(isShared ? i : node.id * 64L + i);
        return typical(hash, i) & ValueGraph.mask(node.bits == 0 ? 64 : node.bits);
    }

    /** Small numbers, numbers close to 0, and equal numbers occur in programs. */
    private static long typical(long hash, int i) {
        return switch (i) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> 1;
            default ->
                i < EQUAL_CASES || i >= SMALL_CASES
                        ? hash
                        : i % 4 == 0 ? -(hash & 15) : i % 4 == 1 ? hash & 255 : hash & 15;
        };
    }

    private static long value(ValueNode node, int i) {
        long mask = ValueGraph.mask(node.bits == 0 ? 64 : node.bits);
        long first = node.parts[0].samples[i];
        return switch (node.kind) {
            case SUM -> {
                long sum = node.number;
                for (int k = 0; k < node.parts.length; k++) {
                    sum += node.factors[k] * node.parts[k].samples[i];
                }
                yield sum & mask;
            }
            case PRODUCT -> {
                long product = 1;
                for (ValueNode part : node.parts) {
                    product *= part.samples[i];
                }
                yield product & mask;
            }
            case AND -> {
                long bits = node.number;
                for (ValueNode part : node.parts) {
                    bits &= part.samples[i];
                }
                yield bits;
            }
            case OR -> {
                long bits = 0;
                for (ValueNode part : node.parts) {
                    bits |= part.samples[i];
                }
                yield bits;
            }
            case XOR -> {
                long bits = node.number;
                for (ValueNode part : node.parts) {
                    bits ^= part.samples[i];
                }
                yield bits;
            }
            case SHIFT_LEFT -> first << count(node, i) & mask;
            case SHIFT_RIGHT_U -> first >>> count(node, i);
            case SHIFT_RIGHT_S -> signed(first, node.bits) >> count(node, i) & mask;
            case ROTATE_LEFT -> binary(BinaryOperator.ROTL, node, i);
            case IS_ZERO -> first == 0 ? 1 : 0;
            case LESS_U -> Long.compareUnsigned(first, node.parts[1].samples[i]) < 0 ? 1 : 0;
            case CLZ -> IntegerArithmetic.unary(UnaryOperator.CLZ, ValueGraph.type(node.bits), first);
            case CTZ -> IntegerArithmetic.unary(UnaryOperator.CTZ, ValueGraph.type(node.bits), first);
            case POPCNT -> Long.bitCount(first);
            case ZERO_EXTEND -> first;
            case SIGN_EXTEND -> (int) first;
            case WRAP -> first & mask;
            case CHOICE -> first != 0 ? node.parts[1].samples[i] : node.parts[2].samples[i];
            case LOAD -> load(node, i);
            default -> {
                long hash = node.kind.ordinal() + node.number * 31 + (node.name == null ? 0 : node.name.hashCode());
                for (ValueNode part : node.parts) {
                    hash = SplitMix64.output(hash ^ part.samples[i]);
                }
                yield node.possible == 1 ? hash & 1 : typical(hash, i) & mask;
            }
        };
    }

    private static long count(ValueNode shift, int i) {
        return shift.parts[1].samples[i] & (shift.bits - 1);
    }

    private static long signed(long value, int bits) {
        return bits == 32 ? (int) value : value;
    }

    private static long binary(BinaryOperator operator, ValueNode node, int i) {
        ValueType type = ValueGraph.type(node.parts[0].bits);
        return IntegerArithmetic.binary(operator, type, node.parts[0].samples[i], node.parts[1].samples[i])
                .orElse(0);
    }

    private static long load(ValueNode node, int i) {
        long value = 0;
        for (int k = (int) Math.min(8, node.number) - 1; k >= 0; k--) {
            value = value << 8 | byteAt(node.parts[0], node.parts[1].samples[i] + k, i);
        }
        return value;
    }

    private static long byteAt(ValueNode memory, long address, int i) {
        ValueNode from = memory;
        for (int stores = 0; stores < MOST_STORES; stores++) {
            if (from.kind == ValueKind.STORE) {
                long distance = address - from.parts[1].samples[i];
                if (distance >= 0 && distance < from.number) {
                    return distance < 8 ? from.parts[2].samples[i] >>> (8 * distance) & 0xFF : 0;
                }
                from = from.parts[0];
            } else if (from.kind == ValueKind.CHOICE) {
                from = from.parts[0].samples[i] != 0 ? from.parts[1] : from.parts[2];
            } else {
                break;
            }
        }
        long hash = SplitMix64.output(from.id ^ SplitMix64.output(address * 64 + i));
        boolean isHighByte = i >= EQUAL_CASES && i < SMALL_CASES && (address & 3) != 0;
        return isHighByte ? 0 : typical(hash, i) & 0xFF;
    }
}
