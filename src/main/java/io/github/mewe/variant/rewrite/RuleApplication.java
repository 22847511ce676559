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

    private final PreparedRule prepared;
    private final RewriteRule rule;
    private final int width;
    private final Map<String, Expr> operands = new LinkedHashMap<>();
    private final Map<String, Long> constants = new HashMap<>();
    private final Map<String, Expr> replacements = new HashMap<>();

    private RuleApplication(PreparedRule prepared, int width) {
        this.prepared = prepared;
        this.rule = prepared.rule();
        this.width = width;
    }

    /**
     * Matches the rule's pattern against an expression, without testing the rule's condition.
     *
     * @param rule the rule
     * @param expr the expression
     */
    static Optional<RuleApplication> match(PreparedRule rule, Expr expr) {
        Term pattern = rule.rule().pattern();
        for (int width : rule.rule().widths()) {
            if (expr.type().equals(pattern.sort().at(width))) {
                var application = new RuleApplication(rule, width);
                if (application.matches(pattern, expr)) {
                    return Optional.of(application);
                }
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
            return (expr instanceof Const || expr instanceof VectorConst) && expr.equals(constant(pattern));
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
        for (int i = 0; i < DRAWS; i++) {
            for (Term.Variable variable : prepared.fresh()) {
                constants.put(variable.name(), random.constant());
            }
            if (rule.condition().isEmpty()
                    || new ConstantEvaluator(width, constants)
                                    .evaluate(rule.condition().get())
                            != 0) {
                return true;
            }
            if (prepared.fresh().isEmpty()) {
                return false;
            }
        }
        return false;
    }

    private boolean drawNoise(VariantRandom random, UnknownValues noise) {
        for (Term.Variable variable : prepared.noise()) {
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
        var evaluatedOnce = new ArrayList<String>();
        for (var operand : operands.entrySet()) {
            if (isRepeatable(operand.getKey())) {
                replacements.put(operand.getKey(), operand.getValue());
            } else {
                evaluatedOnce.add(operand.getKey());
            }
        }
        if (evaluatedOnce.isEmpty()) {
            return Optional.of(List.of());
        }
        boolean sameOrder = canKeepOrder(evaluatedOnce);
        BitSet busy = null;
        var prefix = new ArrayList<Expr>();
        for (String name : evaluatedOnce) {
            Expr operand = operands.get(name);
            if (sameOrder && uses(name) == 1) {
                replacements.put(name, operand);
                continue;
            }
            busy = busy == null ? LocalAccess.all(operands.values()) : busy;
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

    /** Determines if the replacement can evaluate these operands where it uses them first. */
    private boolean canKeepOrder(List<String> evaluatedOnce) {
        var order = new ArrayList<String>();
        for (Term.Variable use : prepared.uses()) {
            if (evaluatedOnce.contains(use.name()) && !order.contains(use.name())) {
                order.add(use.name());
            }
        }
        boolean isSame = order.equals(evaluatedOnce);
        if (!isSame && order.size() != evaluatedOnce.size()) {
            return false;
        }
        for (String name : evaluatedOnce) {
            Expr operand = operands.get(name);
            // The pop of a legacy catch must come first in the catch, but the replacement might not come first.
            if (Labels.isPinned(operand) || !(isSame || Purity.isPure(operand))) {
                return false;
            }
        }
        return true;
    }

    private int uses(String name) {
        int uses = 0;
        for (Term.Variable use : prepared.uses()) {
            uses += use.name().equals(name) ? 1 : 0;
        }
        return uses;
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
        for (var other : operands.entrySet()) {
            if (!other.getKey().equals(name) && LocalAccess.isWritten(get.index(), other.getValue())) {
                return false;
            }
        }
        return true;
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
}
