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
 * A pure integer computation over inputs: a data-flow slice, or a replacement of one. Every part has one value for
 * given inputs; division stands only where its divisor is a constant that cannot make it trap.
 */
public sealed interface Formula {

    /** The type of the value. */
    ValueType type();

    /** The operands, in the order of their evaluation. */
    default List<Formula> parts() {
        return List.of();
    }

    /**
     * The same operation on other operands.
     *
     * @param parts as many as {@link #parts()} has
     */
    default Formula withParts(List<Formula> parts) {
        return this;
    }

    /**
     * The value for given inputs.
     *
     * @param inputs the inputs' values by their indices
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

    /** Visits this and all parts, from the left, operands first. */
    default void each(Consumer<Formula> visitor) {
        parts().forEach(part -> part.each(visitor));
        visitor.accept(this);
    }

    /** Whether this is a given formula or has it as a part. */
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

    /** This formula with what is computed from numbers alone replaced by its value. */
    default Formula folded() {
        if (parts().isEmpty()) {
            return this;
        }
        Formula folded = withParts(parts().stream().map(Formula::folded).toList());
        return folded.parts().stream().allMatch(Number.class::isInstance)
                ? new Number(type(), folded.evaluate(new long[0]))
                : folded;
    }

    /** The inputs, each once, in the order in which they are first used. */
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
     * A value that is given.
     *
     * @param index its number
     * @param type i32 or i64
     * @param isConstant whether it stands for any constant: what is computed from such alone is one
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
     * @param bits its bits; those of an i32 are the low half, the high half is zero
     */
    record Number(ValueType type, long bits) implements Formula {
        /** Clears what lies above the type. */
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
     * An operation of one operand.
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
     * An operation of two operands of one type.
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
     * @param ifTrue the value for a condition other than zero
     * @param ifFalse the value for zero
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
