package io.github.mewe.execution;

import java.math.BigInteger;

/** Parses integers: decimal or, with {@code 0x}, hexadecimal; signed or unsigned. */
final class IntegerParser {
    private IntegerParser() {}

    /** A 32-bit integer, sign-extended. */
    static long i32(String text) {
        return (int) within(text, 32);
    }

    /** A 64-bit integer. */
    static long i64(String text) {
        return within(text, 64);
    }

    private static long within(String text, int bits) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        boolean hexadecimal = digits.startsWith("0x") || digits.startsWith("0X");
        var magnitude = hexadecimal ? new BigInteger(digits.substring(2), 16) : new BigInteger(digits);
        BigInteger value = negative ? magnitude.negate() : magnitude;
        if (magnitude.signum() < 0 || value.bitLength() > (negative ? bits - 1 : bits)) {
            throw new NumberFormatException(text);
        }
        return value.longValue();
    }
}
