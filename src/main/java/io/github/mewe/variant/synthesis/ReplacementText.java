package io.github.mewe.variant.synthesis;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formulas with their replacements as text, one formula per line: {@code FORMULA = REPLACEMENT ; REPLACEMENT ...}. */
final class ReplacementText {
    /** The separator between a formula and its replacements. */
    static final String EQUALS = " = ";

    private static final String NEXT = " ; ";

    private ReplacementText() {}

    /** Formats one line, without the line break. */
    static String format(Formula formula, List<Formula> replacements) {
        return FormulaText.format(formula) + EQUALS + join(replacements);
    }

    /** Formats the right side of a line. */
    static String join(List<Formula> replacements) {
        return replacements.stream().map(FormulaText::format).collect(Collectors.joining(NEXT));
    }

    /**
     * Splits lines at their formulas. The replacements stay text, since few of them are ever needed.
     *
     * @param lines lines in the format of {@link #format}
     * @throws IllegalArgumentException if a line is malformed
     */
    static Map<String, String> index(Stream<String> lines) {
        var index = new HashMap<String, String>();
        lines.forEach(line -> {
            int end = line.indexOf(EQUALS);
            if (end < 0) {
                throw new IllegalArgumentException("malformed line of replacements: " + line);
            }
            index.put(line.substring(0, end), line.substring(end + EQUALS.length()));
        });
        return index;
    }

    /** The replacements of one line, each parsed when it is first taken, since few of them are ever taken. */
    static List<Formula> parseLazily(String replacements) {
        String[] texts = replacements.isEmpty() ? new String[0] : replacements.split(NEXT);
        Formula[] parsed = new Formula[texts.length];
        return new AbstractList<>() {
            @Override
            public int size() {
                return texts.length;
            }

            @Override
            public Formula get(int index) {
                // Formulas are immutable, so it does no harm if two threads parse one.
                Formula formula = parsed[index];
                if (formula == null) {
                    formula = FormulaText.parse(texts[index]);
                    parsed[index] = formula;
                }
                return formula;
            }
        };
    }

    /** Parses the replacements of one line. */
    static List<Formula> parse(String replacements) {
        var formulas = new ArrayList<Formula>();
        if (!replacements.isEmpty()) {
            Arrays.stream(replacements.split(NEXT)).map(FormulaText::parse).forEach(formulas::add);
        }
        return List.copyOf(formulas);
    }
}
