package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.IntegerArithmetic;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Select;
import io.github.mewe.variant.synthesis.Formula.Input;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A data-flow slice: the computation of a node from opaque inputs. It extends from the node down through pure integer
 * operations, and through locals to the expressions last written to them.
 *
 * @param formula the computation
 * @param inputs the expression of each input: a read of a local, or an expression below the node
 */
record Slice(Formula formula, List<Expr> inputs) {
    /** The maximum number of inputs of a slice. */
    static final int MAX_INPUTS = 4;

    /** Copies the list. */
    Slice {
        inputs = List.copyOf(inputs);
    }

    /**
     * The largest slice at a node.
     *
     * @param root the node
     * @param definitions the known contents of locals when the node is evaluated
     * @param maxOperations the maximum number of operations
     * @return empty if the node is not a pure integer operation
     */
    static Optional<Slice> at(Expr root, Definitions definitions, int maxOperations) {
        if (!isOperation(root)) {
            return Optional.empty();
        }
        Set<Expr> opened = Collections.newSetFromMap(new IdentityHashMap<>());
        opened.add(root);
        Optional<Slice> best = new Builder(opened, definitions).build(root);
        if (best.isEmpty()) {
            return best;
        }
        Deque<Expr> candidates = new ArrayDeque<>(root.children());
        while (!candidates.isEmpty()) {
            Expr candidate = candidates.remove();
            boolean isOperation = isOperation(candidate);
            Optional<Expr> definition = isOperation ? Optional.empty() : definitions.definition(candidate);
            if (!(isOperation || definition.isPresent()) || opened.contains(candidate)) {
                continue;
            }
            List<Expr> added = new ArrayList<>();
            added.add(candidate);
            List<Expr> next = new ArrayList<>();
            if (isOperation) {
                next.addAll(candidate.children());
            } else {
                // Open it as a whole: none of its parts occurs in the node, so none could be evaluated there.
                ExprWalk.each(definition.get(), part -> (isOperation(part) ? added : next).add(part));
                // Trees may share nodes.
                added.removeIf(opened::contains);
            }
            opened.addAll(added);
            Optional<Slice> larger = new Builder(opened, definitions).build(root);
            if (larger.filter(slice -> slice.formula.operations() <= maxOperations)
                    .isPresent()) {
                best = larger;
                candidates.addAll(next);
            } else {
                added.forEach(opened::remove);
            }
        }
        return best;
    }

    /** Returns true if a slice can contain a node as an operation. */
    static boolean isOperation(Expr expr) {
        if (expr instanceof IntBinary binary) {
            return binary.type().isInteger() && (!binary.operator().canTrap() || hasSafeDivisor(binary));
        }
        return (expr instanceof IntUnary || expr instanceof Select)
                && expr.type().isInteger();
    }

    private static boolean hasSafeDivisor(IntBinary division) {
        boolean isSigned = division.operator() == BinaryOperator.DIV_S || division.operator() == BinaryOperator.REM_S;
        return division.right() instanceof Const divisor
                && divisor.bits() != 0
                && !(isSigned && divisor.bits() == IntegerArithmetic.truncate(division.operandType(), -1));
    }

    /** Builds the formula over the opened nodes. */
    private static final class Builder {
        private final Set<Expr> opened;
        private final Definitions definitions;
        private final Set<Integer> read = new HashSet<>();
        private final List<Expr> inputs = new ArrayList<>();
        private final Map<Integer, Input> locals = new HashMap<>();

        Builder(Set<Expr> opened, Definitions definitions) {
            this.opened = opened;
            this.definitions = definitions;
        }

        /**
         * Builds the slice; empty if it has too many inputs, or if evaluating an input may change a local that the
         * slice reads.
         */
        Optional<Slice> build(Expr root) {
            Formula formula = formula(root);
            return inputs.size() > MAX_INPUTS || mayChange(root)
                    ? Optional.empty()
                    : Optional.of(new Slice(formula, inputs));
        }

        private boolean mayChange(Expr root) {
            if (!definitions.isWriting(root)) {
                return false;
            }
            for (int local : read) {
                if (definitions.isWrittenBy(root, local)) {
                    return true;
                }
            }
            return false;
        }

        private Formula formula(Expr expr) {
            if (expr instanceof Const constant) {
                return new Formula.Number(constant.type(), constant.bits());
            }
            if (expr instanceof LocalGet get) {
                read.add(get.index());
                return opened.contains(get)
                        ? formula(definitions.definition(get).orElseThrow())
                        : locals.computeIfAbsent(get.index(), index -> input(get));
            }
            if (!opened.contains(expr)) {
                return input(expr);
            }
            if (expr instanceof IntUnary unary) {
                return new Formula.Unary(unary.operator(), formula(unary.value()));
            }
            if (expr instanceof IntBinary binary) {
                Formula left = formula(binary.left());
                return new Formula.Binary(binary.operator(), left, formula(binary.right()));
            }
            Select select = (Select) expr;
            Formula ifTrue = formula(select.ifTrue());
            Formula ifFalse = formula(select.ifFalse());
            return new Formula.Choice(ifTrue, ifFalse, formula(select.condition()));
        }

        private Input input(Expr expr) {
            inputs.add(expr);
            return new Input(inputs.size() - 1, expr.type(), false);
        }
    }
}
