package io.github.mewe.equivalence.derivation;

/** The kinds of nodes of a value graph. */
enum ValueKind {
    /** A number of 32 or 64 bits. */
    CONSTANT,
    /** An unknown value of any type. */
    SYMBOL,
    /** {@code number + sum(factor * part)} modulo 2^n. */
    SUM,
    /** The product of at least two parts. */
    PRODUCT,
    /** Bitwise and of the parts and the number. */
    AND,
    /** Bitwise or of the parts. */
    OR,
    /** Bitwise exclusive or of the parts and the number. */
    XOR,
    /** Shift left; the count is the second part, modulo n. */
    SHIFT_LEFT,
    /** Logical shift right. */
    SHIFT_RIGHT_U,
    /** Arithmetic shift right. */
    SHIFT_RIGHT_S,
    /** Rotation left. */
    ROTATE_LEFT,
    /** 1 if the part is zero, else 0; 32 bits. */
    IS_ZERO,
    /** 1 if the first part is less, unsigned, else 0; 32 bits. */
    LESS_U,
    /** Count of leading zero bits. */
    CLZ,
    /** Count of trailing zero bits. */
    CTZ,
    /** Count of one bits. */
    POPCNT,
    /** An i32, zero-extended to 64 bits. */
    ZERO_EXTEND,
    /** An i32, sign-extended to 64 bits. */
    SIGN_EXTEND,
    /** The low 32 bits of an i64. */
    WRAP,
    /** The second part if the first, a truth value, is 1, else the third. */
    CHOICE,
    /** {@code number} bytes of a memory (part 0) from a 64-bit address (part 1), zero-extended. */
    LOAD,
    /** A memory (part 0) after writing the low {@code number} bytes of part 2 at a 64-bit address (part 1). */
    STORE,
    /** 1 if the byte before address (part 0) plus {@code number} is outside of the memory, else 0. */
    OUTSIDE,
    /** A named function of the parts. */
    APPLY
}
