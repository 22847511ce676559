package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.Collection;
import java.util.List;

/**
 * An operator on floats or vectors, or a conversion between them and integers, without immediates.
 *
 * @param name the name of the instruction in the text format
 * @param operands the types of the operands
 * @param result the type of the result
 * @param outcome the determinism of the result
 */
public record NumericOperator(String name, List<ValueType> operands, ValueType result, Outcome outcome) {
    private static final NumericOperators ALL = new NumericOperators();

    /** The extent to which the operands determine the result. */
    public enum Outcome {
        /** The operands determine the result on every engine. */
        EXACT,
        /** If the result is or contains a NaN, the engine chooses its bits. */
        ANY_NAN,
        /** The instruction traps on some operands. */
        TRAPS
    }

    /** Copies the list. */
    public NumericOperator {
        operands = List.copyOf(operands);
    }

    /**
     * Looks up an operator.
     *
     * @param name the name of the instruction in the text format
     * @throws IllegalArgumentException if no operator has this name
     */
    public static NumericOperator named(String name) {
        NumericOperator operator = ALL.byName().get(name);
        if (operator == null) {
            throw new IllegalArgumentException("unknown numeric operator " + name);
        }
        return operator;
    }

    /** The length of the opcode in bytes. */
    public int bytes() {
        if (result.equals(ValueType.V128) || operands.contains(ValueType.V128)) {
            // A prefix and a number. Numbers from 128, which include most arithmetic, take two bytes.
            return 3;
        }
        return name.contains("trunc_sat") ? 2 : 1;
    }

    /** Determines if an operator has this name. */
    public static boolean exists(String name) {
        return ALL.byName().containsKey(name);
    }

    /** All operators. */
    public static Collection<NumericOperator> all() {
        return ALL.byName().values();
    }
}
