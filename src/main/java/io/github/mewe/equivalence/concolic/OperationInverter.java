package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.ValueGenerator;
import io.github.mewe.wasm.Arithmetic;
import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.ValueType;
import java.util.SplittableRandom;

/**
 * Makes symbolic values have wanted concrete ones: it inverts one operation after another, down to the parts of the
 * input, and gives these tentative values.
 */
final class OperationInverter {
    private static final int MOST_DEPTH = 200;

    /** Bounds the inversions for one goal; alternatives on each level could lead to 2^depth of them. */
    private static final int MOST_INVERSIONS = 2_000;

    private final TentativeInput tentative;
    private final ValueGenerator values;
    private final SplittableRandom random;
    private final IntegerInverter integers;
    private int inversions;

    OperationInverter(TentativeInput tentative, ValueGenerator values, SplittableRandom random) {
        this.tentative = tentative;
        this.values = values;
        this.random = random;
        this.integers = new IntegerInverter(this, tentative, random);
    }

    /** Begins with a new goal. */
    void begin() {
        inversions = 0;
    }

    /** Makes a condition hold or not. */
    boolean makeTruth(SymbolicValue term, boolean wanted, int deep) {
        if (term.operation != null && Arithmetic.isTest(term.operation)) {
            return make(term, wanted ? 1 : 0, deep);
        }
        if (!wanted) {
            return make(term, 0, deep);
        }
        if (term.operation == Opcode.I32_OR || term.operation == Opcode.I32_AND && random.nextBoolean()) {
            return makeTruth(term.first.leaves == 0 ? term.second : term.first, true, deep + 1)
                    && (term.operation == Opcode.I32_OR
                            || tentative.evaluate(term) != 0
                            || makeTruth(term.second, true, deep + 1));
        }
        return make(
                        term,
                        random.nextInt(3) == 0
                                ? values.i32(random, 0.1) & 0xFFFF_FFFFL | 1
                                : 1L << random.nextInt(random.nextInt(32) + 1),
                        deep)
                || make(term, 1, deep);
    }

    boolean makeEither(SymbolicValue one, long oneTarget, SymbolicValue other, long otherTarget, int deep) {
        boolean oneFirst = other.leaves == 0 || one.leaves != 0 && random.nextInt(3) != 0;
        if (oneFirst && one.leaves != 0 && make(one, oneTarget, deep + 1)) {
            return true;
        }
        if (other.leaves != 0 && make(other, otherTarget, deep + 1)) {
            return true;
        }
        return !oneFirst && one.leaves != 0 && make(one, oneTarget, deep + 1);
    }

    /** Makes a symbolic value have a concrete value; returns false if no part of the input could be changed for it. */
    boolean make(SymbolicValue term, long target, int deep) {
        tentative.addWork();
        if (++inversions > MOST_INVERSIONS) {
            return false;
        }
        if (term.isConstant() || term.leaves == 0) {
            return term.value == target;
        }
        if (term.isLeaf()) {
            return tentative.attempt(term, target);
        }
        if (deep > MOST_DEPTH) {
            return false;
        }
        if (term.operation == Opcode.SELECT) {
            return makeChoice(term, target, deep);
        }
        if (term.second == null) {
            return makeUnary(term, target, deep);
        }
        Opcode operation = term.operation;
        if (Arithmetic.isTest(operation)) {
            return makeComparison(term, target != 0, deep);
        }
        ValueType type = Arithmetic.operandType(operation);
        if (type.isFloat()) {
            return makeFloating(term, type, target, deep);
        }
        boolean isLong = type.equals(ValueType.I64);
        return integers.make(term, isLong, target, deep);
    }

    private boolean makeChoice(SymbolicValue term, long target, int deep) {
        boolean isFirst = tentative.evaluate(term.third) != 0;
        SymbolicValue chosen = isFirst ? term.first : term.second;
        SymbolicValue other = isFirst ? term.second : term.first;
        if (tentative.evaluate(other) == target) {
            return makeTruth(term.third, !isFirst, deep + 1);
        }
        return make(chosen, target, deep + 1)
                || make(other, target, deep + 1) && makeTruth(term.third, !isFirst, deep + 1);
    }

    private boolean makeComparison(SymbolicValue term, boolean wanted, int deep) {
        boolean isFirst = term.second.leaves == 0 || term.first.leaves != 0 && random.nextBoolean();
        return makeSide(term, isFirst, wanted, deep)
                || (isFirst ? term.second : term.first).leaves != 0 && makeSide(term, !isFirst, wanted, deep);
    }

    /** Changes one operand of a comparison so that it holds or not. */
    private boolean makeSide(SymbolicValue term, boolean isFirst, boolean wanted, int deep) {
        SymbolicValue side = isFirst ? term.first : term.second;
        long other = tentative.evaluate(isFirst ? term.second : term.first);
        ValueType type = Arithmetic.operandType(term.operation);
        int start = random.nextInt(3) == 0 ? random.nextInt(9) : 0;
        for (int i = 0; i < 9; i++) {
            long candidate = candidate(type, other, (start + i) % 9);
            long result = isFirst
                    ? Arithmetic.binary(term.operation, candidate, other)
                    : Arithmetic.binary(term.operation, other, candidate);
            if (result != 0 == wanted && make(side, candidate, deep + 1)) {
                return true;
            }
        }
        return false;
    }

    private long candidate(ValueType type, long other, int kind) {
        boolean isSingle = type.equals(ValueType.F32);
        if (isSingle || type.equals(ValueType.F64)) {
            double value = isSingle ? Float.intBitsToFloat((int) other) : Double.longBitsToDouble(other);
            double changed = switch (kind) {
                case 0 -> value;
                case 1 -> isSingle ? Math.nextUp((float) value) : Math.nextUp(value);
                case 2 -> isSingle ? Math.nextDown((float) value) : Math.nextDown(value);
                case 3 -> value + 1 + random.nextInt(8);
                case 4 -> value - 1 - random.nextInt(8);
                case 5 -> Double.NaN;
                case 6 -> -value;
                case 7 -> 0;
                default -> value * 2 + 1;
            };
            return isSingle
                    ? Float.floatToRawIntBits((float) changed) & 0xFFFF_FFFFL
                    : Double.doubleToRawLongBits(changed);
        }
        long changed = switch (kind) {
            case 0 -> other;
            case 1 -> other + 1;
            case 2 -> other - 1;
            case 3 -> other + 2 + random.nextInt(62);
            case 4 -> other - 2 - random.nextInt(62);
            case 5 -> random.nextInt(17);
            case 6 -> 0;
            case 7 -> other ^ 1L << random.nextInt(type.equals(ValueType.I32) ? 32 : 64);
            default -> -1;
        };
        return type.truncate(changed);
    }

    private boolean makeUnary(SymbolicValue term, long target, int deep) {
        SymbolicValue operand = term.first;
        Opcode operation = term.operation;
        switch (operation) {
            case I32_EQZ, I64_EQZ -> {
                return target == 0 ? makeTruth(operand, true, deep + 1) : make(operand, 0, deep + 1);
            }
            case I32_CLZ, I64_CLZ -> {
                int width = operation == Opcode.I32_CLZ ? 32 : 64;
                return target <= width && make(operand, target == width ? 0 : 1L << width - 1 - target, deep + 1);
            }
            case I32_CTZ, I64_CTZ -> {
                int width = operation == Opcode.I32_CTZ ? 32 : 64;
                return target <= width && make(operand, target == width ? 0 : 1L << target, deep + 1);
            }
            case I32_POPCNT, I64_POPCNT -> {
                return target <= 32 && make(operand, (1L << target) - 1, deep + 1);
            }
            case I32_WRAP_I64 -> {
                long high = tentative.evaluate(operand) & ~0xFFFF_FFFFL;
                return make(operand, high | target, deep + 1) || make(operand, target, deep + 1);
            }
            case I64_EXTEND_I32_S -> {
                return (int) target == target && make(operand, target & 0xFFFF_FFFFL, deep + 1);
            }
            case I64_EXTEND_I32_U -> {
                return target >>> 32 == 0 && make(operand, target, deep + 1);
            }
            case I32_EXTEND8_S, I32_EXTEND16_S, I64_EXTEND8_S, I64_EXTEND16_S, I64_EXTEND32_S -> {
                long mask = (1L << OperandCases.extendedWidth(operation)) - 1;
                return Arithmetic.unary(operation, target & mask) == target
                        && (make(operand, tentative.evaluate(operand) & ~mask | target & mask, deep + 1)
                                || make(operand, target & mask, deep + 1));
            }
            case I32_REINTERPRET_F32, I64_REINTERPRET_F64, F32_REINTERPRET_I32, F64_REINTERPRET_I64 -> {
                return make(operand, target, deep + 1);
            }
            default -> {
                long inverse = FloatInverses.inverse(operation, target);
                return make(operand, inverse, deep + 1);
            }
        }
    }

    private boolean makeFloating(SymbolicValue term, ValueType type, long target, int deep) {
        boolean isSingle = type.equals(ValueType.F32);
        double wanted = FloatInverses.number(isSingle, target);
        double a = FloatInverses.number(isSingle, tentative.evaluate(term.first));
        double b = FloatInverses.number(isSingle, tentative.evaluate(term.second));
        return switch (term.operation) {
            case F32_ADD, F64_ADD ->
                makeEither(
                        term.first,
                        FloatInverses.bits(isSingle, wanted - b),
                        term.second,
                        FloatInverses.bits(isSingle, wanted - a),
                        deep);
            case F32_SUB, F64_SUB ->
                makeEither(
                        term.first,
                        FloatInverses.bits(isSingle, wanted + b),
                        term.second,
                        FloatInverses.bits(isSingle, a - wanted),
                        deep);
            case F32_MUL, F64_MUL ->
                makeEither(
                        term.first,
                        FloatInverses.bits(isSingle, wanted / b),
                        term.second,
                        FloatInverses.bits(isSingle, wanted / a),
                        deep);
            case F32_DIV, F64_DIV ->
                makeEither(
                        term.first,
                        FloatInverses.bits(isSingle, wanted * b),
                        term.second,
                        FloatInverses.bits(isSingle, a / wanted),
                        deep);
            default -> makeEither(term.first, target, term.second, target, deep);
        };
    }
}
