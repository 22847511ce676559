package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.Collection;
import java.util.List;

/**
 * An operation on floats or vectors, or one between them and integers, that has no other operand than values.
 *
 * @param name the instruction's name in the text format
 * @param operands the types of its operands
 * @param result the type of its result
 * @param outcome what is known of the result
 */
public record NumericOperator(String name, List<ValueType> operands, ValueType result, Outcome outcome) {
    private static final NumericOperators ALL = new NumericOperators();

    /** How far the operands determine the result. */
    public enum Outcome {
        /** There is always one result, and it is the same on every engine. */
        EXACT,
        /** Where the result is a NaN, or holds one, the engine chooses which. */
        ANY_NAN,
        /** There is no result for some operands: the instruction traps. */
        TRAPS
    }

    /** Copies the list. */
    public NumericOperator {
        operands = List.copyOf(operands);
    }

    /**
     * The operation of a name.
     *
     * @param name the instruction's name in the text format
     * @throws IllegalArgumentException if there is none
     */
    public static NumericOperator named(String name) {
        NumericOperator operator = ALL.byName().get(name);
        if (operator == null) {
            throw new IllegalArgumentException("no such operation: " + name);
        }
        return operator;
    }

    /** The length of the opcode in bytes. */
    public int bytes() {
        if (result.equals(ValueType.V128) || operands.contains(ValueType.V128)) {
            // A prefix, and a number that takes two bytes from 128 on, which most arithmetic does.
            return 3;
        }
        return name.contains("trunc_sat") ? 2 : 1;
    }

    /** Whether there is an operation of a name. */
    public static boolean exists(String name) {
        return ALL.byName().containsKey(name);
    }

    /** All operations. */
    public static Collection<NumericOperator> all() {
        return ALL.byName().values();
    }
}
