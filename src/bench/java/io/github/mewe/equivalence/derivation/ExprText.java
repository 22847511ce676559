package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.Store;
import io.github.mewe.ir.Switch;

/** Prints bodies, for the analysis of rejected steps. */
final class ExprText {
    private ExprText() {}

    static String of(Expr root) {
        var text = new StringBuilder();
        append(root, 0, text);
        return text.toString();
    }

    private static void append(Expr expr, int depth, StringBuilder text) {
        boolean isSmall = expr.children().isEmpty();
        text.append(isSmall ? " " : "\n" + "  ".repeat(depth)).append('(').append(head(expr));
        expr.children().forEach(child -> append(child, depth + 1, text));
        text.append(')');
    }

    private static String head(Expr expr) {
        if (expr instanceof Const constant) {
            return constant.type() + " " + (constant.type().isNarrow() ? (int) constant.bits() : constant.bits());
        }
        if (expr instanceof LocalGet get) {
            return "$" + get.index();
        }
        if (expr instanceof LocalSet set) {
            return (set.tee() ? "tee $" : "set $") + set.index();
        }
        if (expr instanceof GlobalGet get) {
            return "global " + get.name();
        }
        if (expr instanceof GlobalSet set) {
            return "set-global " + set.name();
        }
        if (expr instanceof IntBinary binary) {
            return binary.operandType() + "." + binary.operator();
        }
        if (expr instanceof IntUnary unary) {
            return unary.operandType() + "." + unary.operator();
        }
        if (expr instanceof Numeric numeric) {
            return numeric.operator().name();
        }
        if (expr instanceof Load load) {
            return "load" + 8 * load.bytes() + (load.signed() ? "s " : " ") + load.valueType() + "+" + load.offset();
        }
        if (expr instanceof Store store) {
            return "store" + 8 * store.bytes() + "+" + store.offset();
        }
        if (expr instanceof Block block) {
            return "block " + block.label();
        }
        if (expr instanceof Loop loop) {
            return "loop " + loop.label();
        }
        if (expr instanceof If choice) {
            return "if " + choice.type();
        }
        if (expr instanceof Break jump) {
            return (jump.condition() == null ? "br " : "br_if ") + jump.label();
        }
        if (expr instanceof Switch table) {
            return "br_table " + table.targets() + " " + table.defaultTarget();
        }
        if (expr instanceof Call call) {
            return "call " + call.target();
        }
        return expr.getClass().getSimpleName() + " " + expr.type();
    }
}
