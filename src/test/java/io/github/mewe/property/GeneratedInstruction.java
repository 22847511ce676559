package io.github.mewe.property;

import java.util.List;

/**
 * An instruction that computes a value from its operands, and may trap, but has no other effect.
 *
 * @param name its name in the text format
 * @param operands the types of its operands
 * @param result the type of its result
 * @param nan how it treats NaNs
 * @param lanes how many lanes its immediate may name; 0 if it has none
 */
record GeneratedInstruction(String name, List<Kind> operands, Kind result, Nan nan, int lanes) {
    /** Copies the list. */
    GeneratedInstruction {
        operands = List.copyOf(operands);
    }

    /** How an instruction treats NaNs. */
    enum Nan {
        /** Every bit of the operands and of the result is specified. */
        EXACT,
        /** The result is the same for every NaN operand, and is not a NaN. */
        BLIND,
        /** The bits of a NaN result are the engine's choice. */
        OPEN,
        /** The result is a NaN if the operand is one, and keeps its bits except the sign. */
        SIGN
    }

    /** True if it traps when its second operand is zero. */
    boolean divides() {
        return nan == Nan.EXACT && (name.contains(".div_") || name.contains(".rem_"));
    }

    /** True if it traps when its operand is out of range. */
    boolean truncates() {
        return name.contains(".trunc_f");
    }
}
