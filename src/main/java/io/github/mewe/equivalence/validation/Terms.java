package io.github.mewe.equivalence.validation;

import com.microsoft.z3.ArrayExpr;
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
import io.github.mewe.ir.ValueType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Makes the solver's terms, in a normal form as far as that is cheap: so the terms of two bodies that do the same are
 * often one and the same, and the solver has nothing left to do.
 *
 * <p>A memory is an array from 32-bit addresses to bytes. Stores to constant distances from one address are kept
 * sorted, which they may be since they do not overlap.
 */
final class Terms {
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
    private final Map<Expr<?>, Stored> stores = new HashMap<>();
    private final Map<Expr<?>, Part> parts = new HashMap<>();
    private final Map<BoolExpr, BoolExpr> negations = new HashMap<>();
    private final Map<String, FuncDecl<?>> functions = new HashMap<>();
    private final ArraySort<BitVecSort, BitVecSort> memorySort;

    private record Choice(BoolExpr condition, Expr<?> ifTrue, Expr<?> ifFalse) {}

    private record Sum(BitVecExpr base, long offset) {}

    private record Stored(Expr<?> memory, Sum place, BitVecExpr value) {}

    private record Part(BitVecExpr whole, int high, int low) {}

    Terms(Context context) {
        this.context = context;
        this.integers = new IntegerTranslation(context);
        this.yes = context.mkTrue();
        this.no = context.mkFalse();
        this.memorySort = context.mkArraySort(context.mkBitVecSort(ADDRESS_BITS), context.mkBitVecSort(BYTE));
    }

    Context context() {
        return context;
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

    BitVecExpr number(long value, int bits) {
        return context.mkBV(value, bits);
    }

    /** The value of a term that is a number. */
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
        BoolExpr known = negations.get(condition);
        if (known != null) {
            return known;
        }
        BoolExpr negative = context.mkNot(condition);
        negations.put(condition, negative);
        negations.put(negative, condition);
        return negative;
    }

    @SuppressWarnings("unchecked") // the solver takes generic varargs
    BoolExpr and(BoolExpr left, BoolExpr right) {
        if (left.equals(no) || right.equals(yes) || left.equals(right)) {
            return left;
        }
        if (right.equals(no) || left.equals(yes)) {
            return right;
        }
        return left.equals(not(right)) ? no : context.mkAnd(left, right);
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
        return context.mkEq(left, right);
    }

    /** One of two terms of the same sort. */
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
        Expr<?> chosen = context.mkITE(condition, (Expr) ifTrue, (Expr) ifFalse);
        choices.put(chosen, new Choice(condition, ifTrue, ifFalse));
        return chosen;
    }

    BitVecExpr choose(BoolExpr condition, BitVecExpr ifTrue, BitVecExpr ifFalse) {
        return (BitVecExpr) choice(condition, ifTrue, ifFalse);
    }

    BoolExpr choose(BoolExpr condition, BoolExpr ifTrue, BoolExpr ifFalse) {
        return (BoolExpr) choice(condition, ifTrue, ifFalse);
    }

    /** Whether an i32 is not zero. */
    BoolExpr isTrue(BitVecExpr value) {
        BoolExpr truth = truths.get(value);
        return truth != null ? truth : not(isNumber(value, 0));
    }

    /** Whether a value is a number: of a choice among numbers, the condition under which it is chosen. */
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
            truths.put(value, condition);
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
        return integers.unary(operator, value);
    }

    /** An operation of two operands, which do not make it trap. */
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
        return integers.binary(operator, left, right);
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
                    case LT_S -> context.mkBVSLT(left, right);
                    case LT_U -> context.mkBVULT(left, right);
                    case GT_S -> context.mkBVSLT(right, left);
                    case GT_U -> context.mkBVULT(right, left);
                    case LE_S -> not(context.mkBVSLT(right, left));
                    case LE_U -> not(context.mkBVULT(right, left));
                    case GE_S -> not(context.mkBVSLT(left, right));
                    case GE_U -> not(context.mkBVULT(left, right));
                    default -> throw new IllegalArgumentException(operator.name());
                });
    }

    /** A value and a number, added without a carry out. */
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
        return sum;
    }

    private Sum split(BitVecExpr value) {
        OptionalLong known = value(value);
        if (known.isPresent()) {
            return new Sum(null, cut(known.getAsLong(), value.getSortSize()));
        }
        Sum sum = sums.get(value);
        return sum != null ? sum : new Sum(value, 0);
    }

    private static long cut(long value, int bits) {
        return bits == Long.SIZE ? value : value & ((1L << bits) - 1);
    }

    /** The bits of a value from a highest to a lowest one. */
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
        return part;
    }

    private BitVecExpr concat(BitVecExpr high, BitVecExpr low) {
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
        return context.mkConcat(high, low);
    }

    BitVecExpr extended(BitVecExpr value, int bits, boolean signed) {
        int more = bits - value.getSortSize();
        if (more == 0) {
            return value;
        }
        OptionalLong known = value(value);
        if (known.isPresent()) {
            int unused = Long.SIZE - value.getSortSize();
            long shifted = known.getAsLong() << unused;
            return number(cut(signed ? shifted >> unused : shifted >>> unused, bits), bits);
        }
        return signed ? context.mkSignExt(more, value) : context.mkZeroExt(more, value);
    }

    /** Bytes of a memory, the first in the lowest bits. */
    BitVecExpr read(Expr<?> memory, BitVecExpr address, int bytes) {
        BitVecExpr value = readByte(memory, address);
        for (int i = 1; i < bytes; i++) {
            value = concat(readByte(memory, sum(address, i)), value);
        }
        return value;
    }

    @SuppressWarnings("unchecked") // a memory is an array
    private BitVecExpr readByte(Expr<?> memory, BitVecExpr address) {
        Sum place = split(address);
        Expr<?> below = memory;
        for (Stored stored = stores.get(below); stored != null; stored = stores.get(below)) {
            if (!isSame(stored.place().base(), place.base())) {
                break;
            }
            if (stored.place().offset() == place.offset()) {
                return stored.value();
            }
            below = stored.memory();
        }
        return (BitVecExpr) context.mkSelect((Expr<ArraySort<BitVecSort, BitVecSort>>) below, address);
    }

    /** A memory of which some bytes are replaced by the lowest ones of a value. */
    Expr<?> write(Expr<?> memory, BitVecExpr address, int bytes, BitVecExpr value) {
        Expr<?> written = memory;
        for (int i = 0; i < bytes; i++) {
            Sum place = split(sum(address, i));
            written = writeByte(written, place, part(value, BYTE * i + BYTE - 1, BYTE * i));
        }
        return written;
    }

    private Expr<?> writeByte(Expr<?> memory, Sum place, BitVecExpr value) {
        Stored top = stores.get(memory);
        if (top != null && isSame(top.place().base(), place.base())) {
            if (top.place().offset() == place.offset()) {
                return writeByte(top.memory(), place, value);
            }
            if (Long.compareUnsigned(top.place().offset(), place.offset()) > 0) {
                return store(writeByte(top.memory(), place, value), top.place(), top.value());
            }
        }
        return store(memory, place, value);
    }

    @SuppressWarnings("unchecked") // a memory is an array
    private Expr<?> store(Expr<?> memory, Sum place, BitVecExpr value) {
        BitVecExpr address =
                place.base() == null ? number(place.offset(), ADDRESS_BITS) : sum(place.base(), place.offset());
        ArrayExpr<BitVecSort, BitVecSort> written =
                context.mkStore((Expr<ArraySort<BitVecSort, BitVecSort>>) memory, address, value);
        stores.put(written, new Stored(memory, place, value));
        return written;
    }

    private static boolean isSame(BitVecExpr one, BitVecExpr other) {
        return one == null ? other == null : one.equals(other);
    }

    /** What an uninterpreted function gives; a function of one name always has operands of the same sorts. */
    Expr<?> apply(String function, Sort result, List<Expr<?>> operands) {
        FuncDecl<?> declared = functions.computeIfAbsent(function, name -> {
            Sort[] sorts = operands.stream().map(Expr::getSort).toArray(Sort[]::new);
            return context.mkFuncDecl(name, sorts, result);
        });
        return context.mkApp(declared, operands.toArray(Expr<?>[]::new));
    }

    /** All of some conditions. */
    BoolExpr all(BoolExpr... conditions) {
        return Arrays.stream(conditions).reduce(yes, this::and);
    }
}
