package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.FunctionShape;
import io.github.mewe.equivalence.harness.TestInput;
import io.github.mewe.equivalence.harness.ValueGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Changes the input of a run so that something else happens at a place that the run came to. What it wants of a term it
 * wants of the term's operands, inverting one operation after the other down to the parts of the input; where that does
 * not lead there, it searches among values that are close. Then it counts what of the way there would no longer hold,
 * and mends what it can. That an input does what it is made for is shown by a run alone.
 */
public final class InputSolver {
    private static final int ATTEMPTS = 5;
    private static final int SEARCHES = 40;
    private static final int MOST_LEAVES = 24;
    private static final int MOST_MENDED = 6;
    private static final int MOST_DEPTH = 200;

    /** So many terms are asked to have a value for one wish: with alternatives on each level there could be 2^depth. */
    private static final int MOST_ASKED = 2_000;

    private static final int KINDS_OF_VALUES = 3;

    private final ValueGenerator values;
    private final SplittableRandom random;
    private final List<SymbolicValue> tried = new ArrayList<>();
    private int number = 1;
    private long work;
    private boolean keepsTried;
    private int asked;

    public InputSolver(ValueGenerator values, SplittableRandom random) {
        this.values = values;
        this.random = random;
    }

    /** How many terms were evaluated so far, roughly. */
    long work() {
        return work;
    }

    /**
     * Looks for an input.
     *
     * @param trace a run
     * @param at the number of one of its events
     * @param goal what is wanted of that event instead, as a bit of {@link ExecutionTrace}
     * @return the input; empty if none was found
     */
    Optional<TestInput> solve(ExecutionTrace trace, int at, int goal) {
        ExecutionTrace.Event event = trace.events().get(at);
        TestInput best = null;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && least > 0; i++) {
            if (isReached(event, goal, i)) {
                int violated = violated(trace, at, true);
                if (violated > 0) {
                    violated = reaches(event, goal) ? violated(trace, at, false) : Integer.MAX_VALUE;
                }
                if (violated < least) {
                    least = violated;
                    best = input(trace.input());
                }
            }
            restore();
        }
        return Optional.ofNullable(best);
    }

    /**
     * Inputs on which the same way is gone with other values: whatever no condition and no address of a run depended on
     * is made a NaN with a payload, arbitrary, or a corner case; and where it stores something, something else was.
     *
     * @param trace a run
     */
    List<TestInput> withOtherValues(ExecutionTrace trace) {
        number++;
        for (ExecutionTrace.Event event : trace.events()) {
            if (event.kind() == ExecutionTrace.Kind.DECISION || event.kind() == ExecutionTrace.Kind.KEPT) {
                event.term().mark(number);
            }
        }
        int marked = number++;
        List<SymbolicValue> free =
                trace.leaves().stream().filter(leaf -> !leaf.isMarked(marked)).toList();
        List<SymbolicValue> kept =
                trace.leaves().stream().filter(leaf -> leaf.isMarked(marked)).toList();
        var inputs = new ArrayList<TestInput>();
        for (int kind = 0;
                kind < KINDS_OF_VALUES && !(free.isEmpty() && trace.stores().isEmpty());
                kind++) {
            var pokes = new ArrayList<>(trace.input().pokes());
            for (TestInput.Poke store : trace.stores()) {
                pokes.add(new TestInput.Poke(
                        store.address(), ~store.value() ^ (long) random.nextInt(8) << 2, store.size()));
            }
            for (SymbolicValue leaf : free) {
                attempt(leaf, leaf.leaf.masked(free(leaf.leaf, kind)));
            }
            // What is kept comes last: bytes may be read as parts of several numbers.
            kept.forEach(leaf -> attempt(leaf, leaf.value));
            inputs.add(input(trace.input().withPokes(pokes)));
            restore();
        }
        return inputs;
    }

    private long free(SymbolicValue.Leaf leaf, int kind) {
        return switch (kind) {
            case 0 ->
                leaf.bytes() == 8 || leaf.bytes() == 4
                        ? nan(leaf.bytes() == 4 ? FunctionShape.F32 : FunctionShape.F64)
                        : -1 ^ random.nextInt(16);
            case 1 -> random.nextLong();
            default -> values.value(leaf.type(), random, 0.2);
        };
    }

    private boolean isReached(ExecutionTrace.Event event, int goal, int attempt) {
        try {
            aim(event, goal);
            if (reaches(event, goal)) {
                return true;
            }
        } catch (Arithmetic.Trap e) {
            // Another value is tried.
        }
        if (attempt % 2 == 0) {
            restore();
        }
        return search(event, goal);
    }

    private long evaluated(SymbolicValue term) {
        work += Math.min(term.size, 100);
        return term.evaluate(number);
    }

    private boolean reaches(ExecutionTrace.Event event, int goal) {
        try {
            return (reached(event) & goal) != 0;
        } catch (Arithmetic.Trap e) {
            return false;
        }
    }

    private int reached(ExecutionTrace.Event event) {
        SymbolicValue term = event.term();
        return switch (event.kind()) {
            case DECISION -> (int) evaluated(term) != 0 ? ExecutionTrace.TRUE : ExecutionTrace.FALSE;
            case FLOAT -> ConcolicInterpreter.isNan(type(event), evaluated(term)) ? ExecutionTrace.NAN : 0;
            case LOAD -> {
                SymbolicValue leaf = loaded(term);
                yield leaf != null && (evaluated(leaf) >>> 8 * leaf.leaf.bytes() - 1 & 1) != 0
                        ? ExecutionTrace.WIDE
                        : 0;
            }
            case KEPT -> evaluated(term) == 0 ? ExecutionTrace.ZERO : 0;
            default ->
                term.second == null
                        ? ConcolicInterpreter.seen(term.operation, evaluated(term.first))
                        : ConcolicInterpreter.seen(term.operation, evaluated(term.first), evaluated(term.second));
        };
    }

    private static int type(ExecutionTrace.Event event) {
        return event.truth() ? FunctionShape.F32 : FunctionShape.F64;
    }

    private static SymbolicValue loaded(SymbolicValue term) {
        SymbolicValue leaf = term.operation == SymbolicValue.LEAF ? term : term.first;
        return leaf != null && leaf.operation == SymbolicValue.LEAF ? leaf : null;
    }

    private void aim(ExecutionTrace.Event event, int goal) {
        SymbolicValue term = event.term();
        asked = 0;
        switch (event.kind()) {
            case DECISION -> makeTruth(term, goal == ExecutionTrace.TRUE, 0);
            case FLOAT -> make(term, nan(type(event)), 0);
            case KEPT -> make(term, 0, 0);
            case LOAD -> {
                SymbolicValue leaf = loaded(term);
                if (leaf != null) {
                    make(leaf, evaluated(leaf) | 1L << 8 * leaf.leaf.bytes() - 1, 0);
                }
            }
            default -> aimAtOperands(term, goal);
        }
    }

    private static long nan(int type) {
        return TestInput.nan(type == FunctionShape.F32 ? 4 : 8);
    }

    private void aimAtOperands(SymbolicValue term, int goal) {
        int type = Arithmetic.operandType(term.operation);
        boolean isLong = type == FunctionShape.I64;
        long sign = isLong ? Long.MIN_VALUE : 0x8000_0000L;
        SymbolicValue second = term.second == null ? SymbolicValue.constant(0) : term.second;
        switch (goal) {
            case ExecutionTrace.EQUAL, ExecutionTrace.ABOVE, ExecutionTrace.BELOW -> {
                long more = goal == ExecutionTrace.EQUAL ? 0 : goal == ExecutionTrace.ABOVE ? 1 : -1;
                if (second.leaves == 0 || term.first.leaves != 0 && random.nextBoolean()) {
                    make(term.first, FunctionShape.bits(type, evaluated(second) + more), 0);
                } else {
                    make(second, FunctionShape.bits(type, evaluated(term.first) - more), 0);
                }
            }
            case ExecutionTrace.SIGNS -> {
                long other = evaluated(second) ^ sign;
                long wanted = random.nextBoolean() ? other : other ^ random.nextLong() >>> (isLong ? 1 : 33);
                if (second.leaves == 0 || !make(term.first, wanted, 0)) {
                    make(
                            second.leaves == 0 ? term.first : second,
                            (evaluated(second.leaves == 0 ? second : term.first) & sign) ^ sign
                                    | random.nextLong() >>> (isLong ? 1 : 33),
                            0);
                }
            }
            case ExecutionTrace.NEGATIVE -> {
                long low = random.nextInt(3) == 0 ? random.nextLong() : evaluated(term.first);
                make(term.first, FunctionShape.bits(type, low) | sign, 0);
            }
            case ExecutionTrace.ZERO -> make(second, 0, 0);
            case ExecutionTrace.WIDE -> {
                if (term.second == null) {
                    make(term.first, evaluated(term.first) | 1L << ConcolicInterpreter.width(term.operation) - 1, 0);
                } else {
                    make(
                            term.first,
                            FunctionShape.bits(type, evaluated(term.first) | random.nextLong() & ~evaluated(second)),
                            0);
                }
            }
            case ExecutionTrace.NAN -> {
                SymbolicValue operand = second.leaves != 0 && random.nextBoolean() ? second : term.first;
                make(operand, nan(type), 0);
            }
            default -> {}
        }
    }

    /** Wants a condition to hold or not. */
    private boolean makeTruth(SymbolicValue term, boolean wanted, int deep) {
        if (term.operation >= Arithmetic.FIRST && term.operation <= 0x66) {
            return make(term, wanted ? 1 : 0, deep);
        }
        if (!wanted) {
            return make(term, 0, deep);
        }
        if (term.operation == 0x72 || term.operation == 0x71 && random.nextBoolean()) {
            return makeTruth(term.first.leaves == 0 ? term.second : term.first, true, deep + 1)
                    && (term.operation == 0x72 || evaluated(term) != 0 || makeTruth(term.second, true, deep + 1));
        }
        return make(
                        term,
                        random.nextInt(3) == 0
                                ? values.i32(random, 0.1) & 0xFFFF_FFFFL | 1
                                : 1L << random.nextInt(random.nextInt(32) + 1),
                        deep)
                || make(term, 1, deep);
    }

    private boolean makeEither(SymbolicValue one, long oneTarget, SymbolicValue other, long otherTarget, int deep) {
        boolean oneFirst = other.leaves == 0 || one.leaves != 0 && random.nextInt(3) != 0;
        if (oneFirst && one.leaves != 0 && make(one, oneTarget, deep + 1)) {
            return true;
        }
        if (other.leaves != 0 && make(other, otherTarget, deep + 1)) {
            return true;
        }
        return !oneFirst && one.leaves != 0 && make(one, oneTarget, deep + 1);
    }

    /** Wants a term to have a value; returns whether that was asked of some part of the input. */
    private boolean make(SymbolicValue term, long target, int deep) {
        work++;
        if (++asked > MOST_ASKED) {
            return false;
        }
        if (term.operation == SymbolicValue.CONSTANT || term.leaves == 0) {
            return term.value == target;
        }
        if (term.operation == SymbolicValue.LEAF) {
            return attempt(term, target);
        }
        if (deep > MOST_DEPTH) {
            return false;
        }
        if (term.operation == SymbolicValue.SELECT) {
            return makeChoice(term, target, deep);
        }
        if (term.second == null) {
            return makeUnary(term, target, deep);
        }
        int operation = term.operation;
        if (operation <= 0x66) {
            return makeComparison(term, target != 0, deep);
        }
        int type = Arithmetic.operandType(operation);
        if (type == FunctionShape.F32 || type == FunctionShape.F64) {
            return makeFloating(term, type, target, deep);
        }
        boolean isLong = type == FunctionShape.I64;
        return makeInteger(term, isLong ? operation - 0x7C : operation - 0x6A, isLong, target, deep);
    }

    private boolean attempt(SymbolicValue leaf, long target) {
        if (leaf.leaf.masked(target) != target) {
            return false;
        }
        if (keepsTried && leaf.isTried()) {
            return leaf.tried() == target;
        }
        if (!leaf.isTried()) {
            tried.add(leaf);
        }
        leaf.attempt(target);
        number++;
        return true;
    }

    private void restore() {
        tried.forEach(SymbolicValue::restore);
        tried.clear();
        number++;
    }

    private boolean makeChoice(SymbolicValue term, long target, int deep) {
        boolean isFirst = evaluated(term.third) != 0;
        SymbolicValue chosen = isFirst ? term.first : term.second;
        SymbolicValue other = isFirst ? term.second : term.first;
        if (evaluated(other) == target) {
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
        long other = evaluated(isFirst ? term.second : term.first);
        int type = Arithmetic.operandType(term.operation);
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

    private long candidate(int type, long other, int kind) {
        boolean isSingle = type == FunctionShape.F32;
        if (isSingle || type == FunctionShape.F64) {
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
            case 7 -> other ^ 1L << random.nextInt(type == FunctionShape.I32 ? 32 : 64);
            default -> -1;
        };
        return FunctionShape.bits(type, changed);
    }

    private boolean makeUnary(SymbolicValue term, long target, int deep) {
        SymbolicValue operand = term.first;
        int operation = term.operation;
        switch (operation) {
            case Arithmetic.I32_EQZ, Arithmetic.I64_EQZ -> {
                return target == 0 ? makeTruth(operand, true, deep + 1) : make(operand, 0, deep + 1);
            }
            case 0x67, 0x79 -> {
                int width = operation == 0x67 ? 32 : 64;
                return target <= width && make(operand, target == width ? 0 : 1L << width - 1 - target, deep + 1);
            }
            case 0x68, 0x7A -> {
                int width = operation == 0x68 ? 32 : 64;
                return target <= width && make(operand, target == width ? 0 : 1L << target, deep + 1);
            }
            case 0x69, 0x7B -> {
                return target <= 32 && make(operand, (1L << target) - 1, deep + 1);
            }
            case 0xA7 -> {
                long high = evaluated(operand) & ~0xFFFF_FFFFL;
                return make(operand, high | target, deep + 1) || make(operand, target, deep + 1);
            }
            case 0xAC -> {
                return (int) target == target && make(operand, target & 0xFFFF_FFFFL, deep + 1);
            }
            case 0xAD -> {
                return target >>> 32 == 0 && make(operand, target, deep + 1);
            }
            case 0xC0, 0xC1, 0xC2, 0xC3, 0xC4 -> {
                long mask = (1L << ConcolicInterpreter.width(operation)) - 1;
                return Arithmetic.unary(operation, target & mask) == target
                        && (make(operand, evaluated(operand) & ~mask | target & mask, deep + 1)
                                || make(operand, target & mask, deep + 1));
            }
            case 0xBC, 0xBD, 0xBE, 0xBF -> {
                return make(operand, target, deep + 1);
            }
            default -> {
                long inverse = inverse(operation, target);
                return make(operand, inverse, deep + 1);
            }
        }
    }

    /** Of operations on floating-point numbers, what may have given a number. */
    private static long inverse(int operation, long target) {
        boolean gives32 = operation >= 0x8B && operation <= 0x91 || operation >= 0xB2 && operation <= 0xB6;
        double value = gives32 ? Float.intBitsToFloat((int) target) : Double.longBitsToDouble(target);
        return switch (operation) {
            case 0x8C -> target ^ 0x8000_0000L;
            case 0x9A -> target ^ Long.MIN_VALUE;
            case 0x91 -> Float.floatToRawIntBits((float) (value * value)) & 0xFFFF_FFFFL;
            case 0x9F -> Double.doubleToRawLongBits(value * value);
            case 0xA8, 0xA9 -> Float.floatToRawIntBits(operation == 0xA8 ? (int) target : target) & 0xFFFF_FFFFL;
            case 0xAE, 0xAF -> Float.floatToRawIntBits(target) & 0xFFFF_FFFFL;
            case 0xAA -> Double.doubleToRawLongBits((int) target);
            case 0xAB, 0xB0, 0xB1 -> Double.doubleToRawLongBits(target);
            case 0xB2, 0xB3, 0xB7, 0xB8 -> (long) value & 0xFFFF_FFFFL;
            case 0xB4, 0xB5, 0xB9, 0xBA -> (long) value;
            case 0xB6 -> Double.doubleToRawLongBits(value);
            case 0xBB -> Float.floatToRawIntBits((float) value) & 0xFFFF_FFFFL;
            default -> target;
        };
    }

    private boolean makeFloating(SymbolicValue term, int type, long target, int deep) {
        boolean isSingle = type == FunctionShape.F32;
        int kind = term.operation - (isSingle ? 0x92 : 0xA0);
        double wanted = number(isSingle, target);
        double a = number(isSingle, evaluated(term.first));
        double b = number(isSingle, evaluated(term.second));
        return switch (kind) {
            case 0 -> makeEither(term.first, bits(isSingle, wanted - b), term.second, bits(isSingle, wanted - a), deep);
            case 1 -> makeEither(term.first, bits(isSingle, wanted + b), term.second, bits(isSingle, a - wanted), deep);
            case 2 -> makeEither(term.first, bits(isSingle, wanted / b), term.second, bits(isSingle, wanted / a), deep);
            case 3 -> makeEither(term.first, bits(isSingle, wanted * b), term.second, bits(isSingle, a / wanted), deep);
            default -> makeEither(term.first, target, term.second, target, deep);
        };
    }

    private static double number(boolean isSingle, long bits) {
        return isSingle ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
    }

    private static long bits(boolean isSingle, double value) {
        return isSingle ? Float.floatToRawIntBits((float) value) & 0xFFFF_FFFFL : Double.doubleToRawLongBits(value);
    }

    private boolean makeInteger(SymbolicValue term, int kind, boolean isLong, long target, int deep) {
        int type = isLong ? FunctionShape.I64 : FunctionShape.I32;
        int width = isLong ? 64 : 32;
        long ones = isLong ? -1 : 0xFFFF_FFFFL;
        long a = evaluated(term.first);
        long b = evaluated(term.second);
        int count = (int) (b & width - 1);
        switch (kind) {
            case 0 -> {
                return makeEither(
                        term.first,
                        FunctionShape.bits(type, target - b),
                        term.second,
                        FunctionShape.bits(type, target - a),
                        deep);
            }
            case 1 -> {
                return makeEither(
                        term.first,
                        FunctionShape.bits(type, target + b),
                        term.second,
                        FunctionShape.bits(type, a - target),
                        deep);
            }
            case 2 -> {
                return term.first.leaves != 0 && makeFactor(term.first, b, target, type, deep)
                        || term.second.leaves != 0 && makeFactor(term.second, a, target, type, deep);
            }
            case 3, 4 -> {
                return b != 0
                                && term.first.leaves != 0
                                && make(
                                        term.first,
                                        FunctionShape.bits(
                                                type,
                                                target * b
                                                        + (kind == 4 && target == 0
                                                                ? Long.remainderUnsigned(random.nextLong(), b)
                                                                : 0)),
                                        deep + 1)
                        || target != 0
                                && term.second.leaves != 0
                                && make(term.second, FunctionShape.bits(type, a / target), deep + 1);
            }
            case 5, 6 -> {
                return b != 0
                        && term.first.leaves != 0
                        && make(
                                term.first,
                                FunctionShape.bits(type, a - Long.remainderUnsigned(a, b) + target),
                                deep + 1);
            }
            case 7 -> {
                long kept = target & ~b;
                if (kept != 0 || term.first.leaves == 0) {
                    return term.second.leaves != 0
                            && make(term.second, term.first.leaves == 0 ? b & ~a | target : b | target, deep + 1)
                            && (term.first.leaves == 0
                                    || make(term.first, a & ~evaluated(term.second) | target, deep + 1));
                }
                boolean isExact = random.nextInt(3) == 0;
                return make(term.first, isExact ? target : a & ~b | target, deep + 1)
                        || !isExact && make(term.first, target, deep + 1)
                        || term.second.leaves != 0 && make(term.second, b & ~a | target, deep + 1);
            }
            case 8 -> {
                boolean needsBoth = (a & ~target) != 0 && (b & ~target) != 0;
                if (target == 0 || needsBoth) {
                    return make(term.first, target, deep + 1) & make(term.second, target, deep + 1);
                }
                return (b & ~target) == 0 && term.first.leaves != 0 && make(term.first, a & b | target & ~b, deep + 1)
                        || (a & ~target) == 0
                                && term.second.leaves != 0
                                && make(term.second, b & a | target & ~a, deep + 1);
            }
            case 9 -> {
                return makeEither(term.first, target ^ b, term.second, target ^ a, deep);
            }
            case 10 -> {
                long high = count == 0 ? 0 : a & ones & ~(ones >>> count);
                return term.first.leaves == 0
                        ? make(term.second, random.nextInt(width), deep + 1)
                        : (target & (1L << count) - 1) == 0
                                && (make(term.first, high | (target & ones) >>> count, deep + 1)
                                        || make(term.first, (target & ones) >>> count, deep + 1));
            }
            case 11, 12 -> {
                return term.first.leaves == 0
                        ? make(term.second, random.nextInt(width), deep + 1)
                        : make(term.first, target << count & ones | a & (1L << count) - 1, deep + 1);
            }
            default -> {
                int turned = kind == 13 ? width - count & width - 1 : count;
                long back = isLong
                        ? Long.rotateLeft(target, turned)
                        : Integer.rotateLeft((int) target, turned) & 0xFFFF_FFFFL;
                return term.first.leaves == 0
                        ? make(term.second, random.nextInt(width), deep + 1)
                        : make(term.first, back, deep + 1);
            }
        }
    }

    private boolean makeFactor(SymbolicValue factor, long other, long target, int type, int deep) {
        if (other == 0) {
            return false;
        }
        int twos = Long.numberOfTrailingZeros(other);
        if ((target & (1L << twos) - 1) != 0) {
            return false;
        }
        long odd = other >>> twos;
        long inverse = odd;
        // Newton's iteration doubles the bits that are right.
        for (int i = 0; i < 5; i++) {
            inverse *= 2 - odd * inverse;
        }
        return make(
                factor,
                FunctionShape.bits(
                        type,
                        (target >>> twos) * inverse
                                & (type == FunctionShape.I32 ? 0xFFFF_FFFFL >>> twos : -1L >>> twos)),
                deep + 1);
    }

    /** Tries values of the parts of the input one after the other, and keeps those that come closer. */
    private boolean search(ExecutionTrace.Event event, int goal) {
        var found = new ArrayList<SymbolicValue>();
        var constants = new ArrayList<Long>();
        number++;
        event.term().collect(number, found, constants, MOST_LEAVES);
        number++;
        if (found.isEmpty()) {
            return false;
        }
        double closest = distance(event);
        for (int i = 0; i < SEARCHES; i++) {
            SymbolicValue leaf = found.get(random.nextInt(found.size()));
            boolean wasTried = leaf.isTried();
            long before = wasTried ? leaf.tried() : leaf.value;
            long seen = constants.isEmpty() || random.nextBoolean()
                    ? found.get(random.nextInt(found.size())).value
                    : constants.get(random.nextInt(constants.size()));
            long value = random.nextInt(3) == 0
                    ? values.near(leaf.leaf.type(), before, random)
                    : values.aimed(leaf.leaf.type(), seen, random);
            attempt(leaf, leaf.leaf.masked(value));
            if (reaches(event, goal)) {
                return true;
            }
            double now = distance(event);
            if (now <= closest) {
                closest = now;
            } else {
                leaf.attempt(before);
                number++;
            }
        }
        return false;
    }

    private double distance(ExecutionTrace.Event event) {
        SymbolicValue term = event.term();
        if (!Arithmetic.comparesIntegers(term.operation)) {
            return 0;
        }
        try {
            long a = evaluated(term.first);
            long b = evaluated(term.second);
            return Math.min(Math.abs((double) (a - b)), Long.bitCount(a ^ b) * 1e6);
        } catch (Arithmetic.Trap e) {
            return Double.MAX_VALUE;
        }
    }

    /** How much of what led to an event does not hold any more. */
    private int violated(ExecutionTrace trace, int at, boolean mends) {
        long changed = 0;
        for (SymbolicValue leaf : tried) {
            changed |= leaf.leaves;
        }
        int violated = 0;
        for (int i = 0; i < at; i++) {
            ExecutionTrace.Event event = trace.events().get(i);
            boolean isKept = event.kind() == ExecutionTrace.Kind.KEPT;
            if ((event.term().leaves & changed) == 0 || !isKept && event.kind() != ExecutionTrace.Kind.DECISION) {
                continue;
            }
            if (!holds(event, isKept)) {
                violated++;
                if (mends && violated <= MOST_MENDED) {
                    mend(event, isKept);
                    violated -= holds(event, isKept) ? 1 : 0;
                }
            }
        }
        return violated;
    }

    private boolean holds(ExecutionTrace.Event event, boolean isKept) {
        try {
            long now = evaluated(event.term());
            return isKept ? now == event.term().value : (int) now != 0 == event.truth();
        } catch (Arithmetic.Trap e) {
            return false;
        }
    }

    private void mend(ExecutionTrace.Event event, boolean isKept) {
        keepsTried = true;
        asked = 0;
        try {
            if (isKept) {
                make(event.term(), event.term().value, 0);
            } else {
                makeTruth(event.term(), event.truth(), 0);
            }
        } catch (Arithmetic.Trap e) {
            // It stays as it is.
        } finally {
            keepsTried = false;
        }
    }

    /** The input with what is tried. */
    private TestInput input(TestInput input) {
        long[] arguments = input.arguments().clone();
        long[] globals = input.globals().clone();
        var pokes = new ArrayList<>(input.pokes());
        var answers = new ArrayList<>(input.answers());
        var effects = new ArrayList<>(input.effects());
        for (SymbolicValue term : tried) {
            SymbolicValue.Leaf leaf = term.leaf;
            long bits = term.tried();
            switch (leaf.kind()) {
                case ARGUMENT -> arguments[leaf.place()] = bits;
                case GLOBAL -> globals[leaf.place()] = bits;
                case MEMORY -> pokes.add(new TestInput.Poke(leaf.place(), bits, leaf.bytes()));
                case ANSWER -> {
                    answers.removeIf(answer -> answer.call() == leaf.place());
                    answers.add(new TestInput.Answer(leaf.place(), bits));
                }
                case EFFECT ->
                    effects.add(
                            new TestInput.Effect(leaf.call(), new TestInput.Poke(leaf.place(), bits, leaf.bytes())));
            }
        }
        return new TestInput(arguments, globals, pokes, input.stubs(), answers, effects);
    }
}
