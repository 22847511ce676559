package io.github.mewe.variant.rewrite;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.ir.ValueType;
import io.github.mewe.variant.rewrite.RewriteRule.Equality;
import io.github.mewe.variant.rewrite.Term.VariableKind;
import io.github.mewe.variant.rewrite.Term.WidthLiteral.Quantity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the notation that {@code rules.txt} explains. */
final class RuleParser {
    private static final Pattern LINE =
            Pattern.compile("(value|truth) ([a-z0-9-]+)(?: (32|64))?: (.*?) => (.*?)(?: where (.*))?");
    private static final Pattern TOKEN = Pattern.compile("[(){}]|[^\\s(){}]+");
    private static final EnumSet<UnaryOperator> FROM_I32 = EnumSet.of(UnaryOperator.EXTEND_S, UnaryOperator.EXTEND_U);

    private final List<String> tokens;
    private int next;

    private RuleParser(String text) {
        this.tokens = TOKEN.matcher(text).results().map(r -> r.group()).toList();
    }

    /**
     * Reads one rule.
     *
     * @param line a line that is neither empty nor a comment
     * @throws IllegalArgumentException if it is not a rule
     */
    static RewriteRule parse(String line) {
        Matcher matcher = LINE.matcher(line.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a rewrite rule: " + line);
        }
        boolean truth = matcher.group(1).equals("truth");
        List<ValueType> widths = truth || "32".equals(matcher.group(3))
                ? List.of(ValueType.I32)
                : matcher.group(3) == null ? List.of(ValueType.I32, ValueType.I64) : List.of(ValueType.I64);
        Term pattern = term(matcher.group(4), Sort.WIDTH);
        return new RewriteRule(
                matcher.group(2),
                truth ? Equality.TRUTH : Equality.VALUE,
                widths,
                pattern,
                term(matcher.group(5), pattern.sort()),
                Optional.ofNullable(matcher.group(6)).map(text -> term(text, Sort.I32)));
    }

    private static Term term(String text, Sort expected) {
        var parser = new RuleParser(text);
        Term term = parser.read(expected);
        if (parser.next != parser.tokens.size()) {
            throw new IllegalArgumentException("more than one term: " + text);
        }
        return term;
    }

    private Term read(Sort expected) {
        String token = take();
        switch (token) {
            case "(" -> {
                Term term = operation(take(), expected);
                expect(")");
                return term;
            }
            case "{" -> {
                Term term = operation(take(), expected);
                expect("}");
                return new Term.Computed(term);
            }
            default -> {
                return atom(token, expected);
            }
        }
    }

    private Term operation(String word, Sort expected) {
        boolean narrow = word.endsWith(".32");
        String name = narrow ? word.substring(0, word.length() - 3) : word;
        Sort sort = narrow ? Sort.I32 : Sort.WIDTH;
        switch (name) {
            case "not" -> {
                return new Term.Binary(BinaryOperator.XOR, sort, read(sort), new Term.Literal(-1, sort), sort);
            }
            case "select" -> {
                return new Term.Choice(read(sort), read(sort), read(Sort.I32), sort);
            }
            case "low" -> {
                return new Term.Low(read(Sort.WIDTH));
            }
            case "wide" -> {
                return new Term.Wide(read(Sort.I32));
            }
            default -> {
                String constant = name.toUpperCase(Locale.ROOT);
                for (UnaryOperator operator : UnaryOperator.values()) {
                    if (operator.name().equals(constant)) {
                        Sort operand = FROM_I32.contains(operator) ? Sort.I32 : sort;
                        boolean toI32 = operator == UnaryOperator.EQZ || operator == UnaryOperator.WRAP;
                        return new Term.Unary(operator, operand, read(operand), toI32 ? Sort.I32 : sort);
                    }
                }
                BinaryOperator operator = BinaryOperator.valueOf(constant);
                return new Term.Binary(
                        operator, sort, read(sort), read(sort), operator.isComparison() ? Sort.I32 : sort);
            }
        }
    }

    private static Term atom(String token, Sort expected) {
        return switch (token) {
            case "x", "y", "z" -> new Term.Variable(token, VariableKind.OPERAND, Sort.WIDTH);
            case "p" -> new Term.Variable(token, VariableKind.OPERAND, Sort.I32);
            case "c", "d" -> new Term.Variable(token, VariableKind.CONSTANT, Sort.WIDTH);
            case "l" -> new Term.Variable(token, VariableKind.LOCAL, Sort.WIDTH);
            case "k", "m" -> new Term.Variable(token, VariableKind.FRESH, expected);
            case "n" -> new Term.Variable(token, VariableKind.NOISE, Sort.WIDTH);
            case "bits", "top", "lg" ->
                new Term.WidthLiteral(Quantity.valueOf(token.toUpperCase(Locale.ROOT)), expected);
            default -> new Term.Literal(Long.parseLong(token), expected);
        };
    }

    private String take() {
        if (next == tokens.size()) {
            throw new IllegalArgumentException("unfinished term: " + new ArrayList<>(tokens));
        }
        return tokens.get(next++);
    }

    private void expect(String token) {
        if (!take().equals(token)) {
            throw new IllegalArgumentException("expected " + token + " in " + tokens);
        }
    }
}
