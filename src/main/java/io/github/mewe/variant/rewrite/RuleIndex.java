package io.github.mewe.variant.rewrite;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.ir.VectorConst;
import io.github.mewe.variant.WeightedList;
import io.github.mewe.variant.rewrite.Term.VariableKind;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The rules by the operation at the root of their pattern. A walk asks for the rules of every node, so an operation on
 * a type has a number instead of a name, except for operations on floats and vectors.
 */
final class RuleIndex {
    private static final int TYPES = ValueType.Kind.values().length;
    private static final int BINARY = UnaryOperator.values().length;
    private static final int CONSTANT = BINARY + BinaryOperator.values().length;
    private static final int LOCAL = CONSTANT + 1;
    private static final int SELECT = LOCAL + 1;
    private static final int OTHER = SELECT + 1;

    private final List<WeightedList<PreparedRule>> byOperation =
            new ArrayList<>(Collections.nCopies((OTHER + 1) * TYPES, null));
    private final Map<String, WeightedList<PreparedRule>> byName = new HashMap<>();

    RuleIndex(List<PreparedRule> rules, ToDoubleFunction<PreparedRule> weight) {
        Map<Integer, List<PreparedRule>> numbered = new HashMap<>();
        Map<String, List<PreparedRule>> named = new HashMap<>();
        for (PreparedRule rule : rules) {
            Term pattern = rule.rule().pattern();
            for (int width : rule.rule().widths()) {
                List<PreparedRule> same = pattern instanceof Term.Operation operation
                        ? named.computeIfAbsent(
                                Term.Operation.nameAt(operation.template(), width), name -> new ArrayList<>())
                        : numbered.computeIfAbsent(number(pattern, width), number -> new ArrayList<>());
                // Several widths may have the same type.
                if (same.isEmpty() || same.get(same.size() - 1) != rule) {
                    same.add(rule);
                }
            }
        }
        numbered.forEach((number, same) -> byOperation.set(number, new WeightedList<>(same, weight)));
        named.forEach((name, same) -> byName.put(name, new WeightedList<>(same, weight)));
    }

    private static int number(Term pattern, int width) {
        if (pattern instanceof Term.Unary unary) {
            return number(unary.operator().ordinal(), unary.operandSort().at(width));
        }
        if (pattern instanceof Term.Binary binary) {
            return number(
                    BINARY + binary.operator().ordinal(), binary.operandSort().at(width));
        }
        if (pattern instanceof Term.Variable variable) {
            int operation = variable.kind() == VariableKind.CONSTANT
                    ? CONSTANT
                    : variable.kind() == VariableKind.LOCAL ? LOCAL : OTHER;
            return number(operation, variable.sort().at(width));
        }
        return number(SELECT, pattern.sort().at(width));
    }

    private static int number(int operation, ValueType type) {
        return operation * TYPES + type.kind().ordinal();
    }

    /** The rules whose pattern may match an expression, or null if there are none. */
    WeightedList<PreparedRule> of(Expr expr) {
        if (expr instanceof LocalGet) {
            return byOperation.get(number(LOCAL, expr.type()));
        }
        if (expr instanceof Const || expr instanceof VectorConst) {
            return byOperation.get(number(CONSTANT, expr.type()));
        }
        if (expr instanceof IntBinary binary) {
            return byOperation.get(number(BINARY + binary.operator().ordinal(), binary.operandType()));
        }
        if (expr instanceof IntUnary unary) {
            return byOperation.get(number(unary.operator().ordinal(), unary.operandType()));
        }
        if (expr instanceof Numeric numeric) {
            return byName.get(numeric.operator().name());
        }
        return expr instanceof Select ? byOperation.get(number(SELECT, expr.type())) : null;
    }
}
