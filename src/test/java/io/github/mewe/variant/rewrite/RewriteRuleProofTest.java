package io.github.mewe.variant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.z3.Status;
import io.github.mewe.ir.NumericOperator;
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
    void refutesAWrongRule() {
        List<String> wrong = List.of(
                "value wrong: (add x y) => (or x y)",
                "value wrong: (shr_s x c) => (shr_u x c)",
                "value wrong: (lt_u x y) => (lt_s x y)",
                "value wrong: (shl x c) => (shl (shl x k) {sub c k}) where (lt_u k c)",
                "truth wrong: p => (shl.32 p 1)",
                "float wrong: (F.abs x) => (F.neg (F.neg x))",
                "float wrong: (F.min x y) => (select x y (F.lt x y))",
                "float wrong: (F.sub x y) => (F.neg (F.sub y x))",
                "value wrong: (F.lt x y) => (eqz.32 (F.ge x y))",
                "value wrong: (F.eq x y) => (eq (I.reinterpret_F x) (I.reinterpret_F y))",
                "vector wrong: (L.add x y) => (v128.or x y)",
                "vector wrong 8,16,32: (L.lt_u x y) => (L.lt_s x y)",
                "vector wrong: (L.shl x c) => (L.add (L.shl x {sub.32 c 1}) (L.shl x {sub.32 c 1}))");
        for (String line : wrong) {
            RewriteRule rule = RuleParser.parse(line);
            assertEquals(Status.SATISFIABLE, refute(rule, rule.widths().get(0)), line);
        }
    }

    @Test
    void hasAtLeastSixtyRules() {
        assertTrue(rules.size() >= 60, rules.size() + " rules");
        assertTrue(count(Sort.VECTOR) >= 40, count(Sort.VECTOR) + " rules of vectors");
        assertTrue(count(Sort.FLOAT) >= 20, count(Sort.FLOAT) + " rules of floats");
        Set<String> names = new HashSet<>();
        rules.forEach(rule -> assertTrue(names.add(rule.name()), "two rules are called " + rule.name()));
    }

    @Test
    void usesOnlyBoundVariablesAndAddsNoTraps() {
        for (RewriteRule rule : rules) {
            Set<String> bound = new HashSet<>();
            variables(rule.pattern()).forEach(variable -> bound.add(variable.name()));
            variables(rule.replacement())
                    .filter(v -> v.kind() != VariableKind.FRESH && v.kind() != VariableKind.NOISE)
                    .forEach(v -> assertTrue(bound.contains(v.name()), rule.name() + " does not bind " + v.name()));
            assertFalse(canTrap(rule.replacement(), rule.widths().get(0)), rule.name() + " can trap");
        }
    }

    private static Stream<Term.Variable> variables(Term term) {
        return term instanceof Term.Variable variable
                ? Stream.of(variable)
                : term.parts().stream().flatMap(RewriteRuleProofTest::variables);
    }

    private long count(Sort sort) {
        return rules.stream().filter(rule -> has(rule.pattern(), sort)).count();
    }

    private static boolean has(Term term, Sort sort) {
        return term.sort() == sort || term.parts().stream().anyMatch(part -> has(part, sort));
    }

    private static boolean canTrap(Term term, int width) {
        return (term instanceof Term.Binary binary && binary.operator().canTrap())
                || (term instanceof Term.Operation operation
                        && NumericOperator.named(Term.Operation.nameAt(operation.template(), width))
                                        .outcome()
                                == NumericOperator.Outcome.TRAPS)
                || term.parts().stream().anyMatch(part -> canTrap(part, width));
    }

    private static Status refute(RewriteRule rule, int width) {
        try (var proof = new RuleProof(rule, width)) {
            return proof.refute();
        }
    }
}
