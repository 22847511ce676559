package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/** A node of an expression tree, in the structured form of WebAssembly's text format. */
public sealed interface Expr
        permits Const,
                LocalGet,
                LocalSet,
                GlobalGet,
                GlobalSet,
                IntUnary,
                IntBinary,
                Numeric,
                VectorConst,
                Load,
                Store,
                Select,
                Block,
                Loop,
                If,
                Break,
                Switch,
                Call,
                Drop,
                Return,
                Nop,
                Unreachable,
                Opaque {

    /** The type of the value that the expression leaves. */
    ValueType type();

    /** The operands and nested bodies in execution order. */
    List<Expr> children();

    /** The number of children. */
    default int childCount() {
        return children().size();
    }

    /**
     * A child. Together with {@link #childCount()}, it spares walks a list per node.
     *
     * @param index the position among the children
     */
    default Expr child(int index) {
        return children().get(index);
    }

    /**
     * Copies the node with other children.
     *
     * @param children the same number as in {@link #children()}
     */
    Expr withChildren(List<Expr> children);

    /** Determines if control may reach the code after the expression. */
    default boolean isReachable() {
        return !type().equals(ValueType.UNREACHABLE);
    }
}
