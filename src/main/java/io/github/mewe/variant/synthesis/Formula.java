package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.IntegerArithmetic;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A pure integer computation over inputs: a data-flow slice or its replacement. Every part has one value for given
 * inputs. A division occurs only with a constant divisor for which it cannot trap.
 */
public sealed interface Formula {

    /** The type of the value. */
    ValueType type();

    /** The operands, in the order of their evaluation. */
    default List<Formula> parts() {
        return List.of();
    }

    /**
     * The same operation with other operands.
     *
     * @param parts as many as {@link #parts()} has
     */
    default Formula withParts(List<Formula> parts) {
        return this;
    }

    /**
     * This operation with each operand changed, from left to right; this formula if no operand changes. Avoids lists,
     * since generation changes formulas at every slice.
     */
    default Formula withEach(Function<Formula, Formula> change) {
        return this;
    }

    /**
     * The value for given inputs.
     *
     * @param inputs the values of the inputs, by index
     */
    long evaluate(long[] inputs);

    /** The number of operations. */
    default int operations() {
        int operations = 1;
        List<Formula> parts = parts();
        for (int i = 0; i < parts.size(); i++) {
            operations += parts.get(i).operations();
        }
        return operations;
    }

    /** Returns true if a part of this formula, or the formula, is a selection. */
    default boolean hasChoice() {
        List<Formula> parts = parts();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).hasChoice()) {
                return true;
            }
        }
        return false;
    }

    /** Visits this formula and all parts, operands first, from left to right. */
    default void each(Consumer<Formula> visitor) {
        List<Formula> parts = parts();
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).each(visitor);
        }
        visitor.accept(this);
    }

    /** Returns true if a formula is equal to this one or to a part of it. */
    default boolean contains(Formula formula) {
        return equals(formula) || parts().stream().anyMatch(part -> part.contains(formula));
    }

    /** This formula with some parts replaced. */
    default Formula replace(Map<Formula, Formula> replacements) {
        Formula replacement = replacements.get(this);
        return replacement != null ? replacement : withEach(part -> part.replace(replacements));
    }

    /**
     * This formula with all inputs replaced.
     *
     * @param replacement returns the same formula whenever it receives the same input; receives them from left to right
     */
    default Formula withInputs(Function<Input, Formula> replacement) {
        return withEach(part -> part.withInputs(replacement));
    }

    /** This formula with every part that is computed from numbers alone replaced by its value. */
    default Formula folded() {
        Formula folded = withEach(Formula::folded);
        return folded.isOverNumbers() ? new Number(type(), folded.evaluate(new long[0])) : folded;
    }

    /** Returns true if this is an operation on numbers. */
    private boolean isOverNumbers() {
        List<Formula> parts = parts();
        for (int i = 0; i < parts.size(); i++) {
            if (!(parts.get(i) instanceof Number)) {
                return false;
            }
        }
        return !parts.isEmpty();
    }

    /** The inputs without repetition, in order of first use. */
    default List<Input> inputs() {
        var found = new HashMap<Integer, Input>();
        var order = new ArrayList<Input>();
        each(part -> {
            if (part instanceof Input input && found.put(input.index(), input) == null) {
                order.add(input);
            }
        });
        return order;
    }

    /**
     * An input.
     *
     * @param index its number
     * @param type i32 or i64
     * @param isConstant true if it stands for an arbitrary constant; a computation over only such inputs is itself
     *     constant
     */
    record Input(int index, ValueType type, boolean isConstant) implements Formula {
        @Override
        public Formula withInputs(Function<Input, Formula> replacement) {
            return replacement.apply(this);
        }

        @Override
        public long evaluate(long[] inputs) {
            return IntegerArithmetic.truncate(type, inputs[index]);
        }

        @Override
        public int operations() {
            return 0;
        }
    }

    /**
     * A number.
     *
     * @param type i32 or i64
     * @param bits its bits; for an i32 in the low half, with the high half zero
     */
    record Number(ValueType type, long bits) implements Formula {
        /** Clears the bits above the type. */
        public Number {
            bits = IntegerArithmetic.truncate(type, bits);
        }

        @Override
        public long evaluate(long[] inputs) {
            return bits;
        }

        @Override
        public int operations() {
            return 0;
        }
    }

    /**
     * An operation with one operand.
     *
     * @param operator the operation
     * @param value the operand
     */
    record Unary(UnaryOperator operator, Formula value) implements Formula {
        @Override
        public ValueType type() {
            return operator.resultType(value.type());
        }

        @Override
        public List<Formula> parts() {
            return List.of(value);
        }

        @Override
        public Formula withParts(List<Formula> parts) {
            return new Unary(operator, parts.get(0));
        }

        @Override
        public Formula withEach(Function<Formula, Formula> change) {
            Formula changed = change.apply(value);
            return changed == value ? this : new Unary(operator, changed);
        }

        @Override
        public long evaluate(long[] inputs) {
            return IntegerArithmetic.unary(operator, value.type(), value.evaluate(inputs));
        }
    }

    /**
     * An operation with two operands of one type.
     *
     * @param operator the operation
     * @param left the first operand
     * @param right the second operand
     */
    record Binary(BinaryOperator operator, Formula left, Formula right) implements Formula {
        @Override
        public ValueType type() {
            return operator.resultType(left.type());
        }

        @Override
        public List<Formula> parts() {
            return List.of(left, right);
        }

        @Override
        public Formula withParts(List<Formula> parts) {
            return new Binary(operator, parts.get(0), parts.get(1));
        }

        @Override
        public Formula withEach(Function<Formula, Formula> change) {
            Formula first = change.apply(left);
            Formula second = change.apply(right);
            return first == left && second == right ? this : new Binary(operator, first, second);
        }

        @Override
        public long evaluate(long[] inputs) {
            return IntegerArithmetic.binary(operator, left.type(), left.evaluate(inputs), right.evaluate(inputs))
                    .orElseThrow(() -> new IllegalStateException("a formula contains a trapping division"));
        }
    }

    /**
     * A selection.
     *
     * @param ifTrue the value if the condition is not zero
     * @param ifFalse the value if the condition is zero
     * @param condition an i32
     */
    record Choice(Formula ifTrue, Formula ifFalse, Formula condition) implements Formula {
        @Override
        public ValueType type() {
            return ifTrue.type();
        }

        @Override
        public List<Formula> parts() {
            return List.of(ifTrue, ifFalse, condition);
        }

        @Override
        public Formula withParts(List<Formula> parts) {
            return new Choice(parts.get(0), parts.get(1), parts.get(2));
        }

        @Override
        public Formula withEach(Function<Formula, Formula> change) {
            Formula first = change.apply(ifTrue);
            Formula second = change.apply(ifFalse);
            Formula third = change.apply(condition);
            return first == ifTrue && second == ifFalse && third == condition ? this : new Choice(first, second, third);
        }

        @Override
        public boolean hasChoice() {
            return true;
        }

        @Override
        public long evaluate(long[] inputs) {
            return condition.evaluate(inputs) != 0 ? ifTrue.evaluate(inputs) : ifFalse.evaluate(inputs);
        }
    }
}
