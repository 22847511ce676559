package io.github.mewe.variant.rewrite;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.NumericOperator;
import io.github.mewe.ir.Purity;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.ir.VectorConst;
import io.github.mewe.variant.TemporaryLocals;
import io.github.mewe.variant.UnknownValues;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.variant.rewrite.Term.VariableKind;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An attempt to apply one rule to one expression.
 *
 * <p>Soundness: both sides of a rule have equal values for all values of the operands (proved in the build). The
 * operands are evaluated exactly as often and in the same order as before, except for constants and for reads of locals
 * that no other operand writes: these may be repeated. An operand that the replacement uses twice, or that it would
 * evaluate in a different order, goes through a temporary local. The replacement adds no instruction that can trap.
 */
final class RuleApplication {
    private static final int DRAWS = 24;

    private final RewriteRule rule;
    private final int width;
    private final Map<String, Expr> operands = new LinkedHashMap<>();
    private final Map<String, Long> constants = new HashMap<>();
    private final Map<String, Expr> replacements = new HashMap<>();

    private RuleApplication(RewriteRule rule, int width) {
        this.rule = rule;
        this.width = width;
    }

    /**
     * Matches the rule's pattern against an expression, without testing the rule's condition.
     *
     * @param rule the rule
     * @param expr the expression
     */
    static Optional<RuleApplication> match(RewriteRule rule, Expr expr) {
        for (int width : rule.widths()) {
            var application = new RuleApplication(rule, width);
            if (application.matches(rule.pattern(), expr)) {
                return Optional.of(application);
            }
        }
        return Optional.empty();
    }

    private boolean matches(Term pattern, Expr expr) {
        if (!expr.type().equals(pattern.sort().at(width))) {
            return false;
        }
        if (pattern instanceof Term.Variable variable) {
            switch (variable.kind()) {
                case CONSTANT -> {
                    if (expr instanceof VectorConst) {
                        replacements.put(variable.name(), expr);
                        return true;
                    }
                    if (!(expr instanceof Const constant)) {
                        return false;
                    }
                    constants.put(variable.name(), constant.bits());
                }
                case LOCAL -> {
                    if (!(expr instanceof LocalGet)) {
                        return false;
                    }
                    operands.put(variable.name(), expr);
                }
                default -> operands.put(variable.name(), expr);
            }
            return true;
        }
        if (pattern instanceof Term.Literal) {
            return expr.equals(constant(pattern));
        }
        if (pattern instanceof Term.Unary unary) {
            return expr instanceof IntUnary actual
                    && actual.operator() == unary.operator()
                    && actual.operandType().equals(unary.operandSort().at(width))
                    && matches(unary.value(), actual.value());
        }
        if (pattern instanceof Term.Binary binary) {
            return expr instanceof IntBinary actual
                    && actual.operator() == binary.operator()
                    && actual.operandType().equals(binary.operandSort().at(width))
                    && matches(binary.left(), actual.left())
                    && matches(binary.right(), actual.right());
        }
        if (pattern instanceof Term.Operation operation) {
            return expr instanceof Numeric actual
                    && actual.operator().name().equals(Term.Operation.nameAt(operation.template(), width))
                    && allMatch(operation.parts(), actual.operands());
        }
        return pattern instanceof Term.Choice choice
                && expr instanceof Select actual
                && matches(choice.ifTrue(), actual.ifTrue())
                && matches(choice.ifFalse(), actual.ifFalse())
                && matches(choice.condition(), actual.condition());
    }

    private boolean allMatch(List<Term> patterns, List<Expr> exprs) {
        for (int i = 0; i < patterns.size(); i++) {
            if (!matches(patterns.get(i), exprs.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Builds the replacement.
     *
     * @param random draws the fresh constants
     * @param noise the integer data that a rule may mix in
     * @param temporaries provides locals to keep operands in
     * @return empty if no constant meets the condition, no data has the right type, or a temporary is needed but not
     *     allowed
     */
    Optional<Expr> replacement(VariantRandom random, UnknownValues noise, TemporaryLocals temporaries) {
        if (!drawConstants(random) || !drawNoise(random, noise)) {
            return Optional.empty();
        }
        return placeOperands(temporaries).map(prefix -> {
            Expr value = build(rule.replacement());
            if (prefix.isEmpty()) {
                return value;
            }
            var items = new ArrayList<>(prefix);
            items.add(value);
            return new Block(null, items, value.type());
        });
    }

    private boolean drawConstants(VariantRandom random) {
        var fresh = new ArrayList<Term.Variable>();
        variables(rule.replacement(), VariableKind.FRESH, fresh);
        for (int i = 0; i < DRAWS; i++) {
            for (Term.Variable variable : fresh) {
                constants.put(variable.name(), random.constant());
            }
            var evaluator = new ConstantEvaluator(width, constants);
            if (rule.condition().map(c -> evaluator.evaluate(c) != 0).orElse(true)) {
                return true;
            }
            if (fresh.isEmpty()) {
                return false;
            }
        }
        return false;
    }

    private boolean drawNoise(VariantRandom random, UnknownValues noise) {
        var wanted = new ArrayList<Term.Variable>();
        variables(rule.replacement(), VariableKind.NOISE, wanted);
        if (wanted.isEmpty()) {
            return true;
        }
        for (Term.Variable variable : wanted) {
            Optional<Expr> value = noise.pick(variable.sort().at(width), operands.values(), random);
            if (value.isEmpty()) {
                return false;
            }
            replacements.put(variable.name(), value.get());
        }
        return true;
    }

    /** Decides how to evaluate each operand, and returns the code that must run before the replacement. */
    private Optional<List<Expr>> placeOperands(TemporaryLocals temporaries) {
        var uses = new ArrayList<Term.Variable>();
        variables(rule.replacement(), VariableKind.OPERAND, uses);
        variables(rule.replacement(), VariableKind.LOCAL, uses);
        var evaluatedOnce = new ArrayList<String>();
        for (var operand : operands.entrySet()) {
            if (isRepeatable(operand.getKey())) {
                replacements.put(operand.getKey(), operand.getValue());
            } else {
                evaluatedOnce.add(operand.getKey());
            }
        }
        List<String> order = uses.stream()
                .map(Term.Variable::name)
                .filter(evaluatedOnce::contains)
                .distinct()
                .toList();
        // The pop of a legacy catch must come first in the catch, but the replacement might not come first.
        boolean sameOrder = evaluatedOnce.stream().noneMatch(name -> Labels.isPinned(operands.get(name)))
                && (order.equals(evaluatedOnce)
                        || order.size() == evaluatedOnce.size()
                                && evaluatedOnce.stream().allMatch(name -> Purity.isPure(operands.get(name))));
        BitSet busy = evaluatedOnce.isEmpty() ? new BitSet() : LocalAccess.all(operands.values());
        var prefix = new ArrayList<Expr>();
        for (String name : evaluatedOnce) {
            Expr operand = operands.get(name);
            long count = uses.stream().filter(v -> v.name().equals(name)).count();
            if (sameOrder && count == 1) {
                replacements.put(name, operand);
                continue;
            }
            Optional<LocalGet> temporary = temporaries.take(operand.type(), busy);
            if (temporary.isEmpty()) {
                return Optional.empty();
            }
            LocalGet read = temporary.get();
            busy.set(read.index());
            if (sameOrder) {
                // The first use writes the temporary, the others read it.
                firstUses.put(name, LocalSet.tee(read.index(), operand));
            } else {
                prefix.add(LocalSet.set(read.index(), operand));
            }
            replacements.put(name, read);
        }
        return Optional.of(prefix);
    }

    private final Map<String, Expr> firstUses = new HashMap<>();

    private boolean isRepeatable(String name) {
        Expr operand = operands.get(name);
        if (operand instanceof Const || operand instanceof VectorConst) {
            return true;
        }
        if (!(operand instanceof LocalGet get)) {
            return false;
        }
        return operands.entrySet().stream()
                .filter(other -> !other.getKey().equals(name))
                .noneMatch(other -> LocalAccess.isWritten(get.index(), other.getValue()));
    }

    private Expr build(Term term) {
        ValueType type = term.sort().at(width);
        if (term instanceof Term.Variable variable) {
            Expr first = firstUses.remove(variable.name());
            if (first != null) {
                return first;
            }
            Expr replacement = replacements.get(variable.name());
            return replacement != null ? replacement : constant(term);
        }
        if (term instanceof Term.Literal || term instanceof Term.WidthLiteral || term instanceof Term.Computed) {
            return constant(term);
        }
        if (term instanceof Term.Unary unary) {
            return IntUnary.of(unary.operator(), unary.operandSort().at(width), build(unary.value()));
        }
        if (term instanceof Term.Binary binary) {
            Expr left = build(binary.left());
            return IntBinary.of(binary.operator(), binary.operandSort().at(width), left, build(binary.right()));
        }
        if (term instanceof Term.Operation operation) {
            List<Expr> parts = new ArrayList<>();
            operation.parts().forEach(part -> parts.add(build(part)));
            return new Numeric(NumericOperator.named(Term.Operation.nameAt(operation.template(), width)), parts);
        }
        if (term instanceof Term.Choice choice) {
            Expr ifTrue = build(choice.ifTrue());
            Expr ifFalse = build(choice.ifFalse());
            return Select.of(ifTrue, ifFalse, build(choice.condition()), type);
        }
        if (term instanceof Term.Low low) {
            return width < 64 ? build(low.value()) : IntUnary.of(UnaryOperator.WRAP, ValueType.I64, build(low.value()));
        }
        Term.Wide wide = (Term.Wide) term;
        return width < 64
                ? build(wide.value())
                : IntUnary.of(UnaryOperator.EXTEND_U, ValueType.I32, build(wide.value()));
    }

    private Expr constant(Term term) {
        long bits = new ConstantEvaluator(width, constants).evaluate(term);
        if (term.sort() != Sort.VECTOR) {
            return new Const(term.sort().at(width), bits);
        }
        long lanes = bits;
        for (int copied = width; copied < 64; copied *= 2) {
            lanes |= lanes << copied;
        }
        return new VectorConst(lanes, lanes);
    }

    private static void variables(Term term, VariableKind kind, List<Term.Variable> found) {
        if (term instanceof Term.Variable variable && variable.kind() == kind) {
            found.add(variable);
        }
        term.parts().forEach(part -> variables(part, kind, found));
    }

    /**
     * The operation at the root of a pattern, which is the key for finding rules.
     *
     * @param pattern the pattern
     * @param width 8, 16, 32 or 64 bits
     */
    static String rootOf(Term pattern, int width) {
        if (pattern instanceof Term.Unary unary) {
            return key(unary.operator(), unary.operandSort().at(width));
        }
        if (pattern instanceof Term.Binary binary) {
            return key(binary.operator(), binary.operandSort().at(width));
        }
        if (pattern instanceof Term.Variable variable) {
            return key(variable.kind(), variable.sort().at(width));
        }
        return pattern instanceof Term.Operation operation
                ? Term.Operation.nameAt(operation.template(), width)
                : key("SELECT", pattern.sort().at(width));
    }

    /** The key of the rules that may match an expression, or null if none can. */
    static String rootOf(Expr expr) {
        if (expr instanceof IntUnary unary) {
            return key(unary.operator(), unary.operandType());
        }
        if (expr instanceof IntBinary binary) {
            return key(binary.operator(), binary.operandType());
        }
        if (expr instanceof Numeric numeric) {
            return numeric.operator().name();
        }
        if (expr instanceof Const || expr instanceof VectorConst) {
            return key(VariableKind.CONSTANT, expr.type());
        }
        if (expr instanceof LocalGet) {
            return key(VariableKind.LOCAL, expr.type());
        }
        return expr instanceof Select ? key("SELECT", expr.type()) : null;
    }

    private static String key(Object operation, ValueType type) {
        return operation + " " + type;
    }
}
