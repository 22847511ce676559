package io.github.mewe.variant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.z3.Status;
import io.github.mewe.ir.ValueType;
import io.github.mewe.variant.rewrite.Term.VariableKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Proves every rule for all values of its operands, locals and constants. */
class RewriteRuleProofTest {
    private final List<RewriteRule> rules = RuleTable.load().rules();

    @TestFactory
    Stream<DynamicTest> everyRuleHolds() {
        return rules.stream()
                .flatMap(rule -> rule.widths().stream()
                        .map(width -> DynamicTest.dynamicTest(
                                rule.name() + " " + width,
                                () -> assertEquals(Status.UNSATISFIABLE, refute(rule, width)))));
    }

    @Test
    void aWrongRuleIsRefuted() {
        List<String> wrong = List.of(
                "value wrong: (add x y) => (or x y)",
                "value wrong: (shr_s x c) => (shr_u x c)",
                "value wrong: (lt_u x y) => (lt_s x y)",
                "value wrong: (shl x c) => (shl (shl x k) {sub c k}) where (lt_u k c)",
                "truth wrong: p => (shl.32 p 1)");
        for (String line : wrong) {
            RewriteRule rule = RuleParser.parse(line);
            assertEquals(Status.SATISFIABLE, refute(rule, ValueType.I32), line);
        }
    }

    @Test
    void thereAreAtLeastSixtyRules() {
        assertTrue(rules.size() >= 60, rules.size() + " rules");
        Set<String> names = new HashSet<>();
        rules.forEach(rule -> assertTrue(names.add(rule.name()), "two rules are called " + rule.name()));
    }

    @Test
    void replacementsUseWhatThePatternBindsAndCannotTrap() {
        for (RewriteRule rule : rules) {
            Set<String> bound = new HashSet<>();
            variables(rule.pattern()).forEach(variable -> bound.add(variable.name()));
            variables(rule.replacement())
                    .filter(v -> v.kind() != VariableKind.FRESH && v.kind() != VariableKind.NOISE)
                    .forEach(v -> assertTrue(bound.contains(v.name()), rule.name() + " does not bind " + v.name()));
            assertFalse(canTrap(rule.replacement()), rule.name() + " can trap");
        }
    }

    private static Stream<Term.Variable> variables(Term term) {
        return term instanceof Term.Variable variable
                ? Stream.of(variable)
                : term.parts().stream().flatMap(RewriteRuleProofTest::variables);
    }

    private static boolean canTrap(Term term) {
        return (term instanceof Term.Binary binary && binary.operator().canTrap())
                || term.parts().stream().anyMatch(RewriteRuleProofTest::canTrap);
    }

    private static Status refute(RewriteRule rule, ValueType width) {
        try (var proof = new RuleProof(rule, width)) {
            return proof.refute();
        }
    }
}
