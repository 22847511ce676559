package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * A node that is not modelled: it is copied as it is, with its children lowered from here.
 *
 * @param template where the binding copies the node from
 * @param children the children, in the order of their execution
 * @param type the node's type
 */
public record Opaque(Template template, List<Expr> children, ValueType type) implements Expr {

    /** The binding's own form of the node. */
    public interface Template {
        /** Whether the node defines or uses a label, so that it cannot be copied under another one. */
        boolean hasLabels();

        /**
         * Whether the node's meaning depends on its place: the {@code pop} of a legacy catch, which must stay the first
         * instruction of its catch.
         */
        boolean isPinned();

        /** Whether the node leaves the function: a tail call through a table or a reference. */
        boolean leavesFunction();

        /** Whether all children but the first run only where that has thrown: those of a legacy try. */
        boolean hasHandlers();
    }

    /** Copies the list. */
    public Opaque {
        children = List.copyOf(children);
    }

    @Override
    public Expr withChildren(List<Expr> newChildren) {
        return new Opaque(template, newChildren, type);
    }
}
