package io.github.mewe.ir;

import java.util.List;
import java.util.function.UnaryOperator;

/** The operations of opaque nodes that catch exceptions or that make and take apart tuples. */
public sealed interface OpaqueKind {

    /** The kind of all other nodes. */
    OpaqueKind OTHER = new Other();

    /** The labels that the node uses. */
    default List<String> usedLabels() {
        return List.of();
    }

    /**
     * The kind with other labels, without the label that the node defines.
     *
     * @param renaming returns the new label, which may be null, for a label that the node uses
     */
    default OpaqueKind withLabels(UnaryOperator<String> renaming) {
        return this;
    }

    /** Another operation. */
    record Other() implements OpaqueKind {}

    /** A node that catches exceptions that its first child throws. */
    sealed interface Scope extends OpaqueKind {}

    /**
     * A {@code try_table}, whose only child is its body.
     *
     * @param clauses the clauses in the order in which they apply
     */
    record TryTable(List<Clause> clauses) implements Scope {
        /** Copies the list. */
        public TryTable {
            clauses = List.copyOf(clauses);
        }

        @Override
        public List<String> usedLabels() {
            return clauses.stream().map(Clause::label).toList();
        }

        @Override
        public OpaqueKind withLabels(UnaryOperator<String> renaming) {
            return new TryTable(clauses.stream()
                    .map(clause -> new Clause(clause.tag, clause.sendsReference, renaming.apply(clause.label)))
                    .toList());
        }
    }

    /**
     * A clause of a {@code try_table}.
     *
     * @param tag the tag of the exceptions that it catches; null for all
     * @param sendsReference true if it sends a reference to the exception to the label, after the tag's values
     * @param label the target
     */
    record Clause(String tag, boolean sendsReference, String label) {}

    /**
     * A legacy {@code try}. Its children are the body, and a handler for each tag, followed by that for all exceptions
     * if there is one.
     *
     * @param label the label that rethrows and delegations inside use; null if there are none
     * @param tags the tags of the exceptions that the handlers catch
     * @param delegate the label of the {@code try} to whose handlers exceptions go; null if they go to the handlers of
     *     this one
     */
    record Try(String label, List<String> tags, String delegate) implements Scope {
        /** Copies the list. */
        public Try {
            tags = List.copyOf(tags);
        }

        @Override
        public List<String> usedLabels() {
            return delegate == null ? List.of() : List.of(delegate);
        }

        @Override
        public OpaqueKind withLabels(UnaryOperator<String> renaming) {
            return new Try(null, tags, delegate == null ? null : renaming.apply(delegate));
        }
    }

    /**
     * A legacy {@code rethrow}.
     *
     * @param label the label of the {@code try} whose handler received the exception
     */
    record Rethrow(String label) implements OpaqueKind {
        @Override
        public List<String> usedLabels() {
            return List.of(label);
        }

        @Override
        public OpaqueKind withLabels(UnaryOperator<String> renaming) {
            return new Rethrow(renaming.apply(label));
        }
    }

    /** The values that a handler of a legacy {@code try} receives. */
    record Pop() implements OpaqueKind {}

    /** A tuple of the values of the children. */
    record MakeTuple() implements OpaqueKind {}

    /**
     * An element of the tuple that is the only child.
     *
     * @param index counts from 0
     */
    record ExtractElement(int index) implements OpaqueKind {}
}
