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
     * The value for given inputs.
     *
     * @param inputs the values of the inputs, by index
     */
    long evaluate(long[] inputs);

    /** The number of operations. */
    default int operations() {
        int operations = 1;
        for (Formula part : parts()) {
            operations += part.operations();
        }
        return operations;
    }

    /** Returns true if a part of this formula, or the formula, is a selection. */
    default boolean hasChoice() {
        return this instanceof Choice || parts().stream().anyMatch(Formula::hasChoice);
    }

    /** Visits this formula and all parts, operands first, from left to right. */
    default void each(Consumer<Formula> visitor) {
        parts().forEach(part -> part.each(visitor));
        visitor.accept(this);
    }

    /** Returns true if a formula is equal to this one or to a part of it. */
    default boolean contains(Formula formula) {
        return equals(formula) || parts().stream().anyMatch(part -> part.contains(formula));
    }

    /** This formula with some parts replaced. */
    default Formula replace(Map<Formula, Formula> replacements) {
        Formula replacement = replacements.get(this);
        if (replacement != null) {
            return replacement;
        }
        List<Formula> parts = parts();
        return parts.isEmpty()
                ? this
                : withParts(
                        parts.stream().map(part -> part.replace(replacements)).toList());
    }

    /** This formula with every part that is computed from numbers alone replaced by its value. */
    default Formula folded() {
        if (parts().isEmpty()) {
            return this;
        }
        Formula folded = withParts(parts().stream().map(Formula::folded).toList());
        return folded.parts().stream().allMatch(Number.class::isInstance)
                ? new Number(type(), folded.evaluate(new long[0]))
                : folded;
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
        public long evaluate(long[] inputs) {
            return condition.evaluate(inputs) != 0 ? ifTrue.evaluate(inputs) : ifFalse.evaluate(inputs);
        }
    }
}
