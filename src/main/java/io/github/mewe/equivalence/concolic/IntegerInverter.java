package io.github.mewe.equivalence.concolic;

import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.ValueType;
import java.util.SplittableRandom;

/** Inverts integer operations of two operands. */
final class IntegerInverter {
    private final OperationInverter inverter;
    private final TentativeInput tentative;
    private final SplittableRandom random;

    IntegerInverter(OperationInverter inverter, TentativeInput tentative, SplittableRandom random) {
        this.inverter = inverter;
        this.tentative = tentative;
        this.random = random;
    }

    /**
     * An operation whose result is to become a target.
     *
     * @param a the present value of the first operand
     * @param b the present value of the second operand
     */
    private record Problem(SymbolicValue term, boolean isLong, long target, int deep, long a, long b) {
        ValueType type() {
            return isLong ? ValueType.I64 : ValueType.I32;
        }

        int width() {
            return isLong ? 64 : 32;
        }

        long ones() {
            return isLong ? -1 : 0xFFFF_FFFFL;
        }

        /** The distance of a shift or rotation. */
        int count() {
            return (int) (b & width() - 1);
        }

        long bits(long value) {
            return type().truncate(value);
        }

        boolean isFirstFree() {
            return term.first.leaves != 0;
        }

        boolean isSecondFree() {
            return term.second.leaves != 0;
        }
    }

    /** Makes the result of an operation have a value. */
    boolean make(SymbolicValue term, boolean isLong, long target, int deep) {
        var problem = new Problem(
                term, isLong, target, deep, tentative.evaluate(term.first), tentative.evaluate(term.second));
        return switch (term.operation) {
            case I32_ADD, I64_ADD -> makeEither(problem, target - problem.b, target - problem.a);
            case I32_SUB, I64_SUB -> makeEither(problem, target + problem.b, problem.a - target);
            case I32_MUL, I64_MUL ->
                problem.isFirstFree() && makeFactor(problem, term.first, problem.b)
                        || problem.isSecondFree() && makeFactor(problem, term.second, problem.a);
            case I32_DIV_S, I64_DIV_S -> makeQuotient(problem, false);
            case I32_DIV_U, I64_DIV_U -> makeQuotient(problem, true);
            case I32_REM_S, I64_REM_S, I32_REM_U, I64_REM_U -> makeRemainder(problem);
            case I32_AND, I64_AND -> makeAnd(problem);
            case I32_OR, I64_OR -> makeOr(problem);
            case I32_XOR, I64_XOR ->
                inverter.makeEither(term.first, target ^ problem.b, term.second, target ^ problem.a, deep);
            case I32_SHL, I64_SHL -> makeShiftLeft(problem);
            case I32_SHR_S, I64_SHR_S, I32_SHR_U, I64_SHR_U -> makeShiftRight(problem);
            default -> makeRotation(problem, term.operation == Opcode.I32_ROTL || term.operation == Opcode.I64_ROTL);
        };
    }

    private boolean makeEither(Problem problem, long first, long second) {
        return inverter.makeEither(
                problem.term.first, problem.bits(first), problem.term.second, problem.bits(second), problem.deep);
    }

    private boolean makeFirst(Problem problem, long value) {
        return inverter.make(problem.term.first, value, problem.deep + 1);
    }

    private boolean makeSecond(Problem problem, long value) {
        return inverter.make(problem.term.second, value, problem.deep + 1);
    }

    private boolean makeFactor(Problem problem, SymbolicValue factor, long other) {
        if (other == 0) {
            return false;
        }
        int twos = Long.numberOfTrailingZeros(other);
        if ((problem.target & (1L << twos) - 1) != 0) {
            return false;
        }
        long odd = other >>> twos;
        long inverse = odd;
        // Each step of Newton's iteration doubles the number of correct bits.
        for (int i = 0; i < 5; i++) {
            inverse *= 2 - odd * inverse;
        }
        long value = (problem.target >>> twos) * inverse & problem.ones() >>> twos;
        return inverter.make(factor, problem.bits(value), problem.deep + 1);
    }

    private boolean makeQuotient(Problem problem, boolean isUnsigned) {
        if (problem.b != 0 && problem.isFirstFree()) {
            long more = isUnsigned && problem.target == 0 ? Long.remainderUnsigned(random.nextLong(), problem.b) : 0;
            if (makeFirst(problem, problem.bits(problem.target * problem.b + more))) {
                return true;
            }
        }
        return problem.target != 0
                && problem.isSecondFree()
                && makeSecond(problem, problem.bits(problem.a / problem.target));
    }

    private boolean makeRemainder(Problem problem) {
        return problem.b != 0
                && problem.isFirstFree()
                && makeFirst(
                        problem,
                        problem.bits(problem.a - Long.remainderUnsigned(problem.a, problem.b) + problem.target));
    }

    private boolean makeAnd(Problem problem) {
        long a = problem.a;
        long b = problem.b;
        long target = problem.target;
        long kept = target & ~b;
        if (kept != 0 || !problem.isFirstFree()) {
            return problem.isSecondFree()
                    && makeSecond(problem, problem.isFirstFree() ? b | target : b & ~a | target)
                    && (!problem.isFirstFree()
                            || makeFirst(problem, a & ~tentative.evaluate(problem.term.second) | target));
        }
        boolean isExact = random.nextInt(3) == 0;
        return makeFirst(problem, isExact ? target : a & ~b | target)
                || !isExact && makeFirst(problem, target)
                || problem.isSecondFree() && makeSecond(problem, b & ~a | target);
    }

    private boolean makeOr(Problem problem) {
        long a = problem.a;
        long b = problem.b;
        long target = problem.target;
        boolean needsBoth = (a & ~target) != 0 && (b & ~target) != 0;
        if (target == 0 || needsBoth) {
            return makeFirst(problem, target) & makeSecond(problem, target);
        }
        return (b & ~target) == 0 && problem.isFirstFree() && makeFirst(problem, a & b | target & ~b)
                || (a & ~target) == 0 && problem.isSecondFree() && makeSecond(problem, b & a | target & ~a);
    }

    private boolean makeShiftLeft(Problem problem) {
        if (!problem.isFirstFree()) {
            return makeSecond(problem, random.nextInt(problem.width()));
        }
        int count = problem.count();
        long high = count == 0 ? 0 : problem.a & problem.ones() & ~(problem.ones() >>> count);
        long shifted = (problem.target & problem.ones()) >>> count;
        return (problem.target & (1L << count) - 1) == 0
                && (makeFirst(problem, high | shifted) || makeFirst(problem, shifted));
    }

    private boolean makeShiftRight(Problem problem) {
        if (!problem.isFirstFree()) {
            return makeSecond(problem, random.nextInt(problem.width()));
        }
        int count = problem.count();
        return makeFirst(problem, problem.target << count & problem.ones() | problem.a & (1L << count) - 1);
    }

    private boolean makeRotation(Problem problem, boolean isLeft) {
        if (!problem.isFirstFree()) {
            return makeSecond(problem, random.nextInt(problem.width()));
        }
        int count = isLeft ? problem.width() - problem.count() & problem.width() - 1 : problem.count();
        long back = problem.isLong
                ? Long.rotateLeft(problem.target, count)
                : Integer.rotateLeft((int) problem.target, count) & 0xFFFF_FFFFL;
        return makeFirst(problem, back);
    }
}
