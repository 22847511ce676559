package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * An unmodelled node. The binding copies it unchanged except for its children.
 *
 * @param template the node that the binding copies
 * @param children the children in execution order
 * @param type the type of the node
 */
public record Opaque(Template template, List<Expr> children, ValueType type) implements Expr {

    /** The node in the binding's representation. */
    public interface Template {
        /** Determines if the node defines or uses a label, which prevents copies with renamed labels. */
        boolean hasLabels();

        /**
         * Determines if the node depends on its position, like the {@code pop} of a legacy catch, which must remain the
         * first instruction of its catch.
         */
        boolean isPinned();

        /** Determines if the node leaves the function: a tail call through a table or a reference. */
        boolean leavesFunction();

        /** Determines if the children after the first are exception handlers, as in a legacy try. */
        boolean hasHandlers();

        /** Determines if the node is a branch that depends on a reference, its only child. */
        boolean isBranch();

        /** The label of a {@linkplain #isBranch branch}; null for other nodes. */
        String branchLabel();

        /** Determines if the node is a branch that never sends null to its label. */
        boolean branchesIfNotNull();

        /** Determines if another node is the same branch apart from its label. */
        boolean isSameBranchAs(Template other);

        /** Determines if the node traps if its only child is null, and otherwise leaves it. */
        boolean isNonNullAssertion();

        /**
         * Determines if another node is the same operation with the same immediates. Children are not compared; tables,
         * segments, functions and labels are compared by their names.
         */
        boolean isSameAs(Template other);

        /** Determines if another node does the same with each operand that is not null. */
        boolean isSameIfNotNull(Template other);

        /** The operation, if it is one whose immediates a check of bodies needs. */
        OpaqueKind kind();

        /** A hash code on which {@linkplain #isSameAs same} operations agree. */
        int operationHash();
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
