package io.github.mewe.property;

import java.util.List;

/**
 * An instruction that takes and gives values and does nothing else, but for traps.
 *
 * @param name its name in the text format
 * @param operands what it takes
 * @param result what it gives
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
        /** The result is the same for every NaN operand, and no NaN itself. */
        BLIND,
        /** The bits of a NaN result are the engine's choice. */
        OPEN,
        /** The result is a NaN if the operand is, whose bits it keeps but for the sign. */
        SIGN
    }

    /** Whether it traps when its second operand is zero. */
    boolean divides() {
        return nan == Nan.EXACT && (name.contains(".div_") || name.contains(".rem_"));
    }

    /** Whether it traps when its operand is out of range. */
    boolean truncates() {
        return name.contains(".trunc_f");
    }
}
