package io.github.mewe.variant.rewrite;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.NumericOperator;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.variant.rewrite.RewriteRule.Equality;
import io.github.mewe.variant.rewrite.Term.VariableKind;
import io.github.mewe.variant.rewrite.Term.WidthLiteral.Quantity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Parses the notation documented in {@code rules.txt}. */
final class RuleParser {
    private static final Pattern LINE =
            Pattern.compile("(value|truth|float|vector) ([a-z0-9-]+)(?: ([0-9,]+))?: (.*?) => (.*?)(?: where (.*))?");
    private static final Pattern TOKEN = Pattern.compile("[(){}]|[^\\s(){}]+");
    private static final EnumSet<UnaryOperator> FROM_I32 = EnumSet.of(UnaryOperator.EXTEND_S, UnaryOperator.EXTEND_U);

    private final List<String> tokens;
    private int next;

    private RuleParser(String text) {
        this.tokens = TOKEN.matcher(text).results().map(r -> r.group()).toList();
    }

    /**
     * Parses one rule.
     *
     * @param line a line that is neither empty nor a comment
     * @throws IllegalArgumentException if the line is malformed
     */
    static RewriteRule parse(String line) {
        Matcher matcher = LINE.matcher(line.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("malformed rewrite rule: " + line);
        }
        String kind = matcher.group(1);
        Sort sort = switch (kind) {
            case "float" -> Sort.FLOAT;
            case "vector" -> Sort.VECTOR;
            default -> Sort.WIDTH;
        };
        Term pattern = term(matcher.group(4), sort);
        Term replacement = term(matcher.group(5), pattern.sort());
        return new RewriteRule(
                matcher.group(2),
                kind.equals("truth") ? Equality.TRUTH : Equality.VALUE,
                widths(kind, Optional.ofNullable(matcher.group(3)), pattern, replacement),
                pattern,
                replacement,
                Optional.ofNullable(matcher.group(6)).map(text -> term(text, Sort.I32)));
    }

    /** The widths that a rule names, otherwise all widths at which its operations exist. */
    private static List<Integer> widths(String kind, Optional<String> named, Term pattern, Term replacement) {
        if (named.isPresent()) {
            return Arrays.stream(named.get().split(",")).map(Integer::valueOf).toList();
        }
        List<String> templates = Stream.concat(templates(pattern), templates(replacement))
                .distinct()
                .toList();
        if (kind.equals("truth")) {
            return List.of(32);
        }
        if (templates.stream().noneMatch(template -> template.startsWith("L"))) {
            // Bitwise operations on vectors have no lanes: any width will do.
            return kind.equals("vector") ? List.of(64) : List.of(32, 64);
        }
        return Stream.of(8, 16, 32, 64)
                .filter(width -> templates.stream()
                        .allMatch(template -> NumericOperator.exists(Term.Operation.nameAt(template, width))))
                .toList();
    }

    private static Stream<String> templates(Term term) {
        Stream<String> own =
                term instanceof Term.Operation operation ? Stream.of(operation.template()) : Stream.empty();
        return Stream.concat(own, term.parts().stream().flatMap(RuleParser::templates));
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
                boolean converted = expected == Sort.VECTOR || expected == Sort.FLOAT;
                return new Term.Computed(term, converted ? expected : term.sort());
            }
            default -> {
                return atom(token, expected);
            }
        }
    }

    private Term operation(String word, Sort expected) {
        boolean narrow = word.endsWith(".32");
        boolean wide = word.endsWith(".64");
        if (word.contains(".") && !narrow && !wide) {
            return numeric(word);
        }
        String name = narrow || wide ? word.substring(0, word.length() - 3) : word;
        Sort sort = narrow ? Sort.I32 : wide ? Sort.I64 : Sort.WIDTH;
        switch (name) {
            case "not" -> {
                return new Term.Binary(BinaryOperator.XOR, sort, read(sort), new Term.Literal(-1, sort), sort);
            }
            case "select" -> {
                Sort values = expected == Sort.FLOAT || expected == Sort.VECTOR ? expected : sort;
                return new Term.Choice(read(values), read(values), read(Sort.I32), values);
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

    /** An operation on floats or vectors, whose name determines the types of its operands and result. */
    private Term numeric(String template) {
        List<NumericOperator> operators = Stream.of(32, 64)
                .map(width -> Term.Operation.nameAt(template, width))
                .filter(NumericOperator::exists)
                .map(NumericOperator::named)
                .toList();
        if (operators.isEmpty()) {
            // Only narrower lanes have this operation.
            operators = List.of(NumericOperator.named(Term.Operation.nameAt(template, 8)));
        }
        NumericOperator narrow = operators.get(0);
        NumericOperator wide = operators.get(operators.size() - 1);
        List<Term> parts = new ArrayList<>();
        for (int i = 0; i < narrow.operands().size(); i++) {
            parts.add(read(Sort.of(narrow.operands().get(i), wide.operands().get(i))));
        }
        return new Term.Operation(template, parts, Sort.of(narrow.result(), wide.result()));
    }

    private static Term atom(String token, Sort expected) {
        return switch (token) {
            case "x", "y", "z" -> new Term.Variable(token, VariableKind.OPERAND, expected);
            case "p" -> new Term.Variable(token, VariableKind.OPERAND, Sort.I32);
            case "c", "d" -> new Term.Variable(token, VariableKind.CONSTANT, expected);
            case "l" -> new Term.Variable(token, VariableKind.LOCAL, expected);
            case "k", "m" -> new Term.Variable(token, VariableKind.FRESH, expected);
            case "n" -> new Term.Variable(token, VariableKind.NOISE, expected);
            case "bits", "top", "lg", "precision" ->
                new Term.WidthLiteral(Quantity.valueOf(token.toUpperCase(Locale.ROOT)), expected);
            default -> new Term.Literal(Long.parseLong(token), expected);
        };
    }

    private String take() {
        if (next == tokens.size()) {
            throw new IllegalArgumentException("incomplete term: " + new ArrayList<>(tokens));
        }
        return tokens.get(next++);
    }

    private void expect(String token) {
        if (!take().equals(token)) {
            throw new IllegalArgumentException("expected " + token + " in " + tokens);
        }
    }
}
