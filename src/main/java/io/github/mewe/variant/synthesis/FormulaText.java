package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.variant.synthesis.Formula.Binary;
import io.github.mewe.variant.synthesis.Formula.Choice;
import io.github.mewe.variant.synthesis.Formula.Input;
import io.github.mewe.variant.synthesis.Formula.Number;
import io.github.mewe.variant.synthesis.Formula.Unary;
import io.github.mewe.wasm.ValueType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Formulas as text, in prefix notation. Operators have their lower-case names without a type, which follows from the
 * operands. Inputs of 32 and 64 bits are {@code i0} and {@code l0}, arbitrary constants of these widths are {@code c0}
 * and {@code d0}. Numbers are decimal; those of 64 bits end with an {@code L}.
 */
public final class FormulaText {
    private static final String CHOICE = "select";
    private static final Map<String, BinaryOperator> BINARIES = new HashMap<>();
    private static final Map<String, UnaryOperator> UNARIES = new HashMap<>();
    private static final Map<BinaryOperator, String> BINARY_NAMES = new EnumMap<>(BinaryOperator.class);
    private static final Map<UnaryOperator, String> UNARY_NAMES = new EnumMap<>(UnaryOperator.class);

    static {
        for (BinaryOperator operator : BinaryOperator.values()) {
            BINARY_NAMES.put(operator, name(operator));
            BINARIES.put(name(operator), operator);
        }
        for (UnaryOperator operator : UnaryOperator.values()) {
            UNARY_NAMES.put(operator, name(operator));
            UNARIES.put(name(operator), operator);
        }
    }

    private FormulaText() {}

    /** Writes a formula. */
    public static String format(Formula formula) {
        var text = new StringBuilder();
        format(formula, text);
        return text.toString();
    }

    private static void format(Formula formula, StringBuilder text) {
        if (!text.isEmpty()) {
            text.append(' ');
        }
        if (formula instanceof Input input) {
            boolean narrow = input.type().equals(ValueType.I32);
            text.append(input.isConstant() ? (narrow ? 'c' : 'd') : (narrow ? 'i' : 'l'))
                    .append(input.index());
        } else if (formula instanceof Number number) {
            boolean narrow = number.type().equals(ValueType.I32);
            if (narrow) {
                text.append((int) number.bits());
            } else {
                text.append(number.bits()).append('L');
            }
        } else if (formula instanceof Unary unary) {
            text.append(UNARY_NAMES.get(unary.operator()));
        } else if (formula instanceof Binary binary) {
            text.append(BINARY_NAMES.get(binary.operator()));
        } else {
            text.append(CHOICE);
        }
        List<Formula> parts = formula.parts();
        for (int i = 0; i < parts.size(); i++) {
            format(parts.get(i), text);
        }
    }

    /**
     * Parses a formula.
     *
     * @param text a formula in the format of {@link #format}
     * @throws IllegalArgumentException if the text is malformed
     */
    public static Formula parse(String text) {
        Iterator<String> tokens = Arrays.asList(text.split(" ")).iterator();
        Formula formula = parse(tokens, text);
        if (tokens.hasNext()) {
            throw new IllegalArgumentException("more than one formula: " + text);
        }
        return formula;
    }

    private static Formula parse(Iterator<String> tokens, String text) {
        if (!tokens.hasNext()) {
            throw new IllegalArgumentException("incomplete formula: " + text);
        }
        String token = tokens.next();
        if (token.equals(CHOICE)) {
            Formula ifTrue = parse(tokens, text);
            Formula ifFalse = parse(tokens, text);
            return new Choice(ifTrue, ifFalse, parse(tokens, text));
        }
        BinaryOperator binary = BINARIES.get(token);
        if (binary != null) {
            Formula left = parse(tokens, text);
            return new Binary(binary, left, parse(tokens, text));
        }
        UnaryOperator unary = UNARIES.get(token);
        if (unary != null) {
            return new Unary(unary, parse(tokens, text));
        }
        try {
            return leaf(token);
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("unknown token '" + token + "' in the formula " + text, e);
        }
    }

    private static Formula leaf(String token) {
        return switch (token.charAt(0)) {
            case 'i' -> new Input(index(token), ValueType.I32, false);
            case 'l' -> new Input(index(token), ValueType.I64, false);
            case 'c' -> new Input(index(token), ValueType.I32, true);
            case 'd' -> new Input(index(token), ValueType.I64, true);
            default ->
                token.endsWith("L")
                        ? new Number(ValueType.I64, Long.parseLong(token.substring(0, token.length() - 1)))
                        : new Number(ValueType.I32, Integer.parseInt(token));
        };
    }

    private static int index(String token) {
        return Integer.parseInt(token.substring(1));
    }

    private static String name(Enum<?> operator) {
        return operator.name().toLowerCase(Locale.ROOT);
    }
}
