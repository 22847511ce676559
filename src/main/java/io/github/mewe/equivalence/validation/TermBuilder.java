package io.github.mewe.equivalence.validation;

import com.microsoft.z3.ArraySort;
import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BitVecNum;
import com.microsoft.z3.BitVecSort;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.FuncDecl;
import com.microsoft.z3.Sort;
import io.github.mewe.equivalence.IntegerTranslation;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.IntegerArithmetic;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;

/**
 * Makes terms of the solver, in a normal form where that is cheap, so that equivalent bodies often yield identical
 * terms and need no query.
 */
final class TermBuilder {
    static final int ADDRESS_BITS = 32;
    private static final int BYTE = 8;
    private static final int MOST_CHOICES = 64;
    private static final ValueType I32 = ValueType.I32;

    private final Context context;
    private final IntegerTranslation integers;
    private final BoolExpr yes;
    private final BoolExpr no;
    private final Map<Expr<?>, BoolExpr> truths = new HashMap<>();
    private final Map<Expr<?>, Choice> choices = new HashMap<>();
    private final Map<Expr<?>, Sum> sums = new HashMap<>();
    private final Map<Expr<?>, Part> parts = new HashMap<>();
    private final Map<BoolExpr, Bound> bounds = new HashMap<>();
    private final Map<BoolExpr, BoolExpr> negations = new HashMap<>();
    private final Map<String, FuncDecl<?>> functions = new HashMap<>();
    private final Map<Expr<?>, Expr<?>> variables = new HashMap<>();
    private final List<BoolExpr> definitions = new ArrayList<>();
    private final TermSamples samples;
    private final SatSweeping sweep;
    private final MemoryTerms memories;
    private final ArraySort<BitVecSort, BitVecSort> memorySort;
    private boolean isQuiet;

    record Choice(BoolExpr condition, Expr<?> ifTrue, Expr<?> ifFalse) {}

    /** A sum of a term and a constant; the base is null for a constant alone. */
    record Sum(BitVecExpr base, long offset) {}

    private record Bound(BitVecExpr size, BitVecExpr address, long end) {}

    private record Part(BitVecExpr whole, int high, int low) {}

    /**
     * Prepares a builder.
     *
     * @param likely numbers that bodies compare with
     * @param answers cached answers to queries about terms
     * @param nanos the processor time of the solver for finding equal terms
     */
    TermBuilder(Context context, List<Long> likely, SolverCache answers, long nanos) {
        this.context = context;
        this.samples = new TermSamples(likely);
        this.sweep = new SatSweeping(context, samples, answers, nanos);
        this.memories = new MemoryTerms(this, samples);
        this.integers = new IntegerTranslation(context);
        this.yes = context.mkTrue();
        this.no = context.mkFalse();
        this.memorySort = context.mkArraySort(context.mkBitVecSort(ADDRESS_BITS), context.mkBitVecSort(BYTE));
    }

    Context context() {
        return context;
    }

    MemoryTerms memories() {
        return memories;
    }

    /** The choice that a term is, or null. */
    Choice choiceOf(Expr<?> term) {
        return choices.get(term);
    }

    ArraySort<BitVecSort, BitVecSort> memorySort() {
        return memorySort;
    }

    BoolExpr yes() {
        return yes;
    }

    BoolExpr no() {
        return no;
    }

    /** Starts replacing new terms by equal earlier ones, which the solver finds. */
    void sweep() {
        sweep.begin();
    }

    /** The definitions of the variables that stand for bytes read and results of functions. */
    List<BoolExpr> definitions() {
        return List.copyOf(definitions);
    }

    /** An unconstrained variable. */
    Expr<?> input(String name, Sort sort) {
        Expr<?> variable = context.mkConst(name, sort);
        samples.put(variable, i -> {
            long hash = TermSamples.mix(name.hashCode(), i);
            return sort instanceof BitVecSort numbers ? samples.any(hash, numbers.getSize()) : hash;
        });
        return variable;
    }

    /** An unconstrained variable with likely values. */
    Expr<?> input(String name, Sort sort, long... values) {
        Expr<?> variable = context.mkConst(name, sort);
        samples.put(variable, i -> values[i % values.length]);
        return variable;
    }

    private BitVecExpr known(BitVecExpr term, IntToLongFunction value) {
        if (term instanceof BitVecNum) {
            return term;
        }
        int bits = term.getSortSize();
        samples.put(term, i -> TermSamples.cut(value.applyAsLong(i), bits));
        return isQuiet ? term : (BitVecExpr) sweep.representative(term, bits);
    }

    private BoolExpr known(BoolExpr term) {
        if (term.equals(yes) || term.equals(no)) {
            return term;
        }
        long[] values = samples.of(term);
        return known(term, i -> values[i] == 1);
    }

    private BoolExpr known(BoolExpr term, IntPredicate value) {
        if (term.equals(yes) || term.equals(no)) {
            return term;
        }
        samples.put(term, i -> value.test(i) ? 1 : 0);
        if (isQuiet) {
            return term;
        }
        // Only one of a condition and its negation is searched for.
        if (samples.of(term)[0] == 1) {
            BoolExpr negative = negation(term);
            return not((BoolExpr) sweep.representative(negative, 1));
        }
        return (BoolExpr) sweep.representative(term, 1);
    }

    BitVecExpr number(long value, int bits) {
        return context.mkBV(value, bits);
    }

    /** The value of a constant; empty for any other term. */
    static OptionalLong value(Expr<?> term) {
        return term instanceof BitVecNum number
                ? OptionalLong.of(number.getBigInteger().longValue())
                : OptionalLong.empty();
    }

    BoolExpr not(BoolExpr condition) {
        if (condition.equals(yes)) {
            return no;
        }
        if (condition.equals(no)) {
            return yes;
        }
        return negation(condition);
    }

    private BoolExpr negation(BoolExpr condition) {
        BoolExpr known = negations.get(condition);
        if (known != null) {
            return known;
        }
        BoolExpr negative = context.mkNot(condition);
        negations.put(condition, negative);
        negations.put(negative, condition);
        long[] positive = samples.of(condition);
        samples.put(negative, i -> 1 - positive[i]);
        return negative;
    }

    BoolExpr and(BoolExpr left, BoolExpr right) {
        return known(both(left, right));
    }

    /** Like {@link #and}, without searching an equal earlier condition. */
    @SuppressWarnings("unchecked") // the solver takes generic varargs
    BoolExpr both(BoolExpr left, BoolExpr right) {
        if (left.equals(no) || right.equals(yes) || left.equals(right)) {
            return left;
        }
        if (right.equals(no) || left.equals(yes)) {
            return right;
        }
        if (left.equals(not(right))) {
            return no;
        }
        long[] x = samples.of(left);
        long[] y = samples.of(right);
        BoolExpr both = context.mkAnd(left, right);
        samples.put(both, i -> x[i] & y[i]);
        return both;
    }

    /** Like {@link #or}, without searching an equal earlier condition. */
    BoolExpr either(BoolExpr left, BoolExpr right) {
        return not(both(not(left), not(right)));
    }

    BoolExpr or(BoolExpr left, BoolExpr right) {
        return not(and(not(left), not(right)));
    }

    BoolExpr equal(Expr<?> left, Expr<?> right) {
        if (left.equals(right)) {
            return yes;
        }
        if (left instanceof BitVecNum && right instanceof BitVecNum) {
            return no;
        }
        long[] x = samples.of(left);
        long[] y = samples.of(right);
        BoolExpr same = context.mkEq(left, right);
        if (left instanceof BitVecExpr) {
            return known(same, i -> x[i] == y[i]);
        }
        samples.put(same, i -> x[i] == y[i] ? 1 : 0);
        return same;
    }

    /** An unsigned comparison. */
    BoolExpr isLess(BitVecExpr left, BitVecExpr right) {
        long[] x = samples.of(left);
        long[] y = samples.of(right);
        return known(context.mkBVULT(left, right), i -> Long.compareUnsigned(x[i], y[i]) < 0);
    }

    /** A choice between two terms of the same sort. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // of whichever sort
    Expr<?> choice(BoolExpr condition, Expr<?> ifTrue, Expr<?> ifFalse) {
        if (ifTrue.equals(ifFalse) || condition.equals(yes)) {
            return ifTrue;
        }
        if (condition.equals(no)) {
            return ifFalse;
        }
        if (ifTrue instanceof BoolExpr one && ifFalse instanceof BoolExpr other) {
            if (other.equals(no)) {
                return and(condition, one);
            }
            if (other.equals(yes)) {
                return or(not(condition), one);
            }
            if (one.equals(yes)) {
                return or(condition, other);
            }
            if (one.equals(no)) {
                return and(not(condition), other);
            }
        }
        Optional<Expr<?>> merged = memories.mergedStores(condition, ifTrue, ifFalse);
        if (merged.isPresent()) {
            return merged.get();
        }
        Expr<?> chosen = context.mkITE(condition, (Expr) ifTrue, (Expr) ifFalse);
        choices.put(chosen, new Choice(condition, ifTrue, ifFalse));
        long[] when = samples.of(condition);
        long[] x = samples.of(ifTrue);
        long[] y = samples.of(ifFalse);
        if (chosen instanceof BitVecExpr number) {
            return known(number, i -> when[i] == 1 ? x[i] : y[i]);
        }
        if (chosen instanceof BoolExpr truth) {
            return known(truth, i -> (when[i] == 1 ? x[i] : y[i]) == 1);
        }
        samples.put(chosen, i -> when[i] == 1 ? x[i] : y[i]);
        return chosen;
    }

    BitVecExpr choose(BoolExpr condition, BitVecExpr ifTrue, BitVecExpr ifFalse) {
        return (BitVecExpr) choice(condition, ifTrue, ifFalse);
    }

    BoolExpr choose(BoolExpr condition, BoolExpr ifTrue, BoolExpr ifFalse) {
        return (BoolExpr) choice(condition, ifTrue, ifFalse);
    }

    /** The condition that an i32 is not zero. */
    BoolExpr isTrue(BitVecExpr value) {
        BoolExpr truth = truths.get(value);
        return truth != null ? truth : not(isNumber(value, 0));
    }

    /** The condition that a value equals a constant; for choices among constants, the condition of the choice. */
    BoolExpr isNumber(BitVecExpr value, long number) {
        int[] left = {MOST_CHOICES};
        BoolExpr condition = isNumber(value, number, left);
        return condition != null ? condition : equal(value, number(number, value.getSortSize()));
    }

    private BoolExpr isNumber(Expr<?> value, long number, int[] left) {
        if (value instanceof BitVecNum constant) {
            return constant.getBigInteger().longValue() == number ? yes : no;
        }
        Choice choice = choices.get(value);
        if (choice == null || --left[0] < 0) {
            return null;
        }
        BoolExpr ifTrue = isNumber(choice.ifTrue(), number, left);
        BoolExpr ifFalse = ifTrue == null ? null : isNumber(choice.ifFalse(), number, left);
        return ifFalse == null ? null : choose(choice.condition(), ifTrue, ifFalse);
    }

    private BitVecExpr truth(BoolExpr condition) {
        BitVecExpr value = choose(condition, number(1, I32.bits()), number(0, I32.bits()));
        if (!(value instanceof BitVecNum)) {
            truths.putIfAbsent(value, condition);
        }
        return value;
    }

    BitVecExpr unary(UnaryOperator operator, ValueType type, BitVecExpr value) {
        OptionalLong known = value(value);
        if (known.isPresent()) {
            long result = IntegerArithmetic.unary(operator, type, known.getAsLong());
            return number(result, operator.resultType(type).bits());
        }
        if (operator == UnaryOperator.EQZ) {
            return truth(not(isTrue(value)));
        }
        long[] x = samples.of(value);
        return known(integers.unary(operator, value), i -> IntegerArithmetic.unary(operator, type, x[i]));
    }

    /** An operation of two operands that does not trap. */
    BitVecExpr binary(BinaryOperator operator, ValueType type, BitVecExpr left, BitVecExpr right) {
        OptionalLong x = value(left);
        OptionalLong y = value(right);
        if (x.isPresent() && y.isPresent()) {
            OptionalLong result = IntegerArithmetic.binary(operator, type, x.getAsLong(), y.getAsLong());
            if (result.isPresent()) {
                return number(result.getAsLong(), operator.resultType(type).bits());
            }
        }
        if (operator.isComparison()) {
            return compare(operator, left, right);
        }
        if (operator == BinaryOperator.ADD && y.isPresent()) {
            return sum(left, y.getAsLong());
        }
        if (operator == BinaryOperator.ADD && x.isPresent()) {
            return sum(right, x.getAsLong());
        }
        if (operator == BinaryOperator.SUB && y.isPresent()) {
            return sum(left, -y.getAsLong());
        }
        long[] v = samples.of(left);
        long[] w = samples.of(right);
        BitVecExpr result = y.isPresent()
                ? withNumber(operator, left, right, y.getAsLong())
                : integers.binary(operator, left, right);
        return known(
                result,
                i -> IntegerArithmetic.binary(operator, type, v[i], w[i]).orElse(0));
    }

    private BitVecExpr withNumber(BinaryOperator operator, BitVecExpr left, BitVecExpr right, long number) {
        int bits = left.getSortSize();
        int count = (int) (number & (bits - 1));
        return switch (operator) {
            case SHL -> context.mkBVSHL(left, number(count, bits));
            case SHR_S -> context.mkBVASHR(left, number(count, bits));
            case SHR_U -> context.mkBVLSHR(left, number(count, bits));
            case ROTL -> context.mkBVRotateLeft(count, left);
            case ROTR -> context.mkBVRotateRight(count, left);
            default -> integers.binary(operator, left, right);
        };
    }

    private BitVecExpr compare(BinaryOperator operator, BitVecExpr left, BitVecExpr right) {
        if (left.equals(right)) {
            boolean holds = switch (operator) {
                case EQ, LE_S, LE_U, GE_S, GE_U -> true;
                default -> false;
            };
            return truth(holds ? yes : no);
        }
        if (operator == BinaryOperator.EQ || operator == BinaryOperator.NE) {
            BoolExpr same = value(right).isPresent()
                    ? isNumber(left, value(right).getAsLong())
                    : value(left).isPresent() ? isNumber(right, value(left).getAsLong()) : equal(left, right);
            return truth(operator == BinaryOperator.EQ ? same : not(same));
        }
        return truth(
                switch (operator) {
                    case LT_S -> isLessSigned(left, right);
                    case LT_U -> isLess(left, right);
                    case GT_S -> isLessSigned(right, left);
                    case GT_U -> isLess(right, left);
                    case LE_S -> not(isLessSigned(right, left));
                    case LE_U -> not(isLess(right, left));
                    case GE_S -> not(isLessSigned(left, right));
                    case GE_U -> not(isLess(left, right));
                    default -> throw new IllegalArgumentException(operator.name());
                });
    }

    private BoolExpr isLessSigned(BitVecExpr left, BitVecExpr right) {
        long[] x = samples.of(left);
        long[] y = samples.of(right);
        int unused = Long.SIZE - left.getSortSize();
        return known(context.mkBVSLT(left, right), i -> x[i] << unused < y[i] << unused);
    }

    /** The sum of a value and a constant, modulo the width. */
    BitVecExpr sum(BitVecExpr value, long number) {
        int bits = value.getSortSize();
        Sum split = split(value);
        long offset = cut(split.offset() + number, bits);
        if (split.base() == null) {
            return number(offset, bits);
        }
        if (offset == 0) {
            return split.base();
        }
        BitVecExpr sum = context.mkBVAdd(split.base(), number(offset, bits));
        sums.put(sum, new Sum(split.base(), offset));
        long[] x = samples.of(split.base());
        return known(sum, i -> x[i] + offset);
    }

    Sum split(BitVecExpr value) {
        OptionalLong known = value(value);
        if (known.isPresent()) {
            return new Sum(null, cut(known.getAsLong(), value.getSortSize()));
        }
        Sum sum = sums.get(value);
        return sum != null ? sum : new Sum(value, 0);
    }

    static long cut(long value, int bits) {
        return bits == Long.SIZE ? value : value & ((1L << bits) - 1);
    }

    /** A range of the bits of a value, both ends inclusive. */
    BitVecExpr part(BitVecExpr value, int high, int low) {
        if (low == 0 && high == value.getSortSize() - 1) {
            return value;
        }
        OptionalLong known = value(value);
        if (known.isPresent()) {
            return number(cut(known.getAsLong() >>> low, high - low + 1), high - low + 1);
        }
        Part outer = parts.get(value);
        if (outer != null) {
            return part(outer.whole(), outer.low() + high, outer.low() + low);
        }
        BitVecExpr part = context.mkExtract(high, low, value);
        parts.put(part, new Part(value, high, low));
        long[] x = samples.of(value);
        return known(part, i -> x[i] >>> low);
    }

    BitVecExpr concat(BitVecExpr high, BitVecExpr low) {
        Part upper = parts.get(high);
        Part lower = parts.get(low);
        if (upper != null && lower != null && upper.whole().equals(lower.whole()) && upper.low() == lower.high() + 1) {
            return part(upper.whole(), upper.high(), lower.low());
        }
        OptionalLong x = value(high);
        OptionalLong y = value(low);
        if (x.isPresent() && y.isPresent() && high.getSortSize() + low.getSortSize() <= Long.SIZE) {
            return number(
                    x.getAsLong() << low.getSortSize() | cut(y.getAsLong(), low.getSortSize()),
                    high.getSortSize() + low.getSortSize());
        }
        long[] v = samples.of(high);
        long[] w = samples.of(low);
        int shift = low.getSortSize();
        return known(context.mkConcat(high, low), i -> v[i] << shift | w[i]);
    }

    BitVecExpr extended(BitVecExpr value, int bits, boolean signed) {
        int more = bits - value.getSortSize();
        if (more == 0) {
            return value;
        }
        OptionalLong known = value(value);
        if (known.isPresent()) {
            int left = Long.SIZE - value.getSortSize();
            long shifted = known.getAsLong() << left;
            return number(cut(signed ? shifted >> left : shifted >>> left, bits), bits);
        }
        long[] x = samples.of(value);
        int unused = Long.SIZE - value.getSortSize();
        return signed
                ? known(context.mkSignExt(more, value), i -> x[i] << unused >> unused)
                : known(context.mkZeroExt(more, value), i -> x[i]);
    }

    /** A variable that stands for a term. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // of whichever sort
    Expr<?> variable(Expr<?> term, IntToLongFunction value) {
        Expr<?> known = variables.get(term);
        if (known != null) {
            return known;
        }
        Expr<?> variable = context.mkConst("defined" + variables.size(), term.getSort());
        variables.put(term, variable);
        definitions.add(context.mkEq((Expr) variable, (Expr) term));
        samples.put(variable, value);
        return variable;
    }

    /** The result of an uninterpreted function, whose name determines the sorts of its operands. */
    Expr<?> apply(String function, Sort result, List<Expr<?>> operands) {
        FuncDecl<?> declared = functions.computeIfAbsent(function, name -> {
            Sort[] sorts = operands.stream().map(Expr::getSort).toArray(Sort[]::new);
            return context.mkFuncDecl(name, sorts, result);
        });
        Expr<?> applied = context.mkApp(declared, operands.toArray(Expr<?>[]::new));
        IntToLongFunction value = i -> {
            long hash = function.hashCode();
            for (Expr<?> operand : operands) {
                hash = TermSamples.mix(hash, samples.of(operand)[i]);
            }
            return result instanceof BitVecSort numbers ? samples.any(hash, numbers.getSize()) : hash;
        };
        if (result instanceof BitVecSort) {
            return variable(applied, value);
        }
        samples.put(applied, value);
        return applied;
    }

    /**
     * The condition under which an access is out of bounds. It includes the limit of the address space, so that it
     * holds for any memory size.
     *
     * @param size the size of the memory in bytes
     * @param end the distance of the byte behind the access from the address
     * @param most the size of the address space
     */
    BoolExpr isOutside(BitVecExpr size, BitVecExpr address, long end, long most) {
        // Only the whole condition is compared with earlier ones, not its parts.
        isQuiet = true;
        BitVecExpr place = sum(extended(address, size.getSortSize(), false), end);
        BoolExpr outside = either(isLess(size, place), isLess(number(most, size.getSortSize()), place));
        isQuiet = false;
        BoolExpr known = known(outside);
        if (!known.equals(yes) && !known.equals(no)) {
            bounds.putIfAbsent(known, new Bound(size, address, end));
        }
        return known;
    }

    /** Determines if a condition is that of an access out of bounds. */
    boolean isBound(BoolExpr condition) {
        return bounds.containsKey(condition);
    }

    /** Determines if an access is in bounds because a longer one at the same address is. */
    boolean isInsideBecause(BoolExpr outside, BoolExpr otherOutside) {
        Bound bound = bounds.get(outside);
        Bound other = bounds.get(otherOutside);
        return bound != null
                && other != null
                && other.size().equals(bound.size())
                && other.address().equals(bound.address())
                && other.end() >= bound.end();
    }

    /**
     * The address of an access, replaced by an earlier one that is equal wherever the access does not trap.
     *
     * @param inside the condition under which the access does not trap
     */
    BitVecExpr place(BitVecExpr address, BoolExpr inside) {
        return sweep.place(address, inside);
    }

    BoolExpr all(BoolExpr... conditions) {
        return Arrays.stream(conditions).reduce(yes, this::and);
    }
}
