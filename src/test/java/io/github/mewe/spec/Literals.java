package io.github.mewe.spec;

import io.github.mewe.spec.SExpression.Group;
import io.github.mewe.spec.Script.Value;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** Reads constants and patterns for results. */
final class Literals {
    private Literals() {}

    /** The value of a constant instruction or pattern. */
    static Value value(Group node) {
        String type = node.word(0);
        String operand = node.word(1);
        return switch (type) {
            case "i32.const" -> number("i32", String.valueOf(integer(operand).intValue()));
            case "i64.const" -> number("i64", String.valueOf(integer(operand).longValue()));
            case "f32.const" -> number("f32", String.valueOf((double) (float) floating(operand, true)));
            case "f64.const" -> number("f64", String.valueOf(floating(operand, false)));
            case "v128.const" -> number("v128", null);
            case "either" ->
                new Value(
                        type,
                        null,
                        null,
                        node.from(1).items().stream().map(n -> value((Group) n)).toList());
            default -> number(type, operand.isEmpty() ? null : operand);
        };
    }

    /** Determines if a value survives the way through JavaScript. */
    static boolean isPlain(Value value) {
        return !List.of("f32", "f64", "v128").contains(value.type());
    }

    /** Determines if WebAssembly code can produce the value. */
    static boolean isNumber(Value value) {
        return List.of("i32", "i64", "f32", "f64", "v128").contains(value.type());
    }

    private static Value number(String type, String value) {
        return new Value(type, value, null, null);
    }

    private static BigInteger integer(String literal) {
        String digits = literal.replace("_", "").replace("+", "");
        return digits.contains("0x") ? new BigInteger(digits.replace("0x", ""), 16) : new BigInteger(digits);
    }

    /** A number; a single-precision one is rounded once. */
    private static double floating(String literal, boolean single) {
        if (literal.contains("nan")) {
            return Double.NaN;
        }
        String digits = literal.toLowerCase(Locale.ROOT).replace("_", "").replace("inf", "Infinity");
        if (digits.contains("0x") && !digits.contains("p")) {
            digits += "p0";
        }
        return single ? Float.parseFloat(digits) : Double.parseDouble(digits);
    }
}
