package io.github.mewe.variant.rewrite;

import io.github.mewe.variant.rewrite.Term.VariableKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule with the variables of its replacement, which every application needs.
 *
 * @param rule the rule
 * @param fresh the constants to draw, once per use
 * @param noise the data to draw, once per use
 * @param uses the uses of matched expressions: first those of any kind, then reads of locals
 * @param addsChoice true if the replacement selects where the pattern does not
 */
record PreparedRule(
        RewriteRule rule,
        List<Term.Variable> fresh,
        List<Term.Variable> noise,
        List<Term.Variable> uses,
        boolean addsChoice) {
    /** Copies the lists. */
    PreparedRule {
        fresh = List.copyOf(fresh);
        noise = List.copyOf(noise);
        uses = List.copyOf(uses);
    }

    /** Prepares a rule for application. */
    static PreparedRule of(RewriteRule rule) {
        return new PreparedRule(
                rule,
                variables(rule, VariableKind.FRESH),
                variables(rule, VariableKind.NOISE),
                variables(rule, VariableKind.OPERAND, VariableKind.LOCAL),
                rule.addsChoice());
    }

    private static List<Term.Variable> variables(RewriteRule rule, VariableKind... kinds) {
        var found = new ArrayList<Term.Variable>();
        for (VariableKind kind : kinds) {
            collect(rule.replacement(), kind, found);
        }
        return found;
    }

    private static void collect(Term term, VariableKind kind, List<Term.Variable> found) {
        if (term instanceof Term.Variable variable && variable.kind() == kind) {
            found.add(variable);
        }
        term.parts().forEach(part -> collect(part, kind, found));
    }
}
