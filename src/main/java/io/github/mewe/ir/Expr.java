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

    /** The operands and nested bodies, in the order of their execution. */
    List<Expr> children();

    /**
     * The same node with other children.
     *
     * @param children as many as {@link #children()} has
     */
    Expr withChildren(List<Expr> children);

    /** Whether control may reach what follows. */
    default boolean isReachable() {
        return !type().equals(ValueType.UNREACHABLE);
    }
}
