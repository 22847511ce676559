package io.github.mewe.report.html;

import io.github.mewe.report.Manifest;
import java.util.List;

/**
 * The direct calls among the input's functions, identified by their positions in {@link Manifest#functions()}.
 *
 * @param functions one node per function
 */
public record CallGraph(List<Node> functions) {
    /** Copies the list. */
    public CallGraph {
        functions = List.copyOf(functions);
    }

    /**
     * A function.
     *
     * @param callees the positions of the functions that it calls, without duplicates and itself
     * @param exported true if it is exported
     * @param referenced true if a table, a reference or the start section names it
     */
    public record Node(List<Integer> callees, boolean exported, boolean referenced) {
        /** Copies the list. */
        public Node {
            callees = List.copyOf(callees);
        }
    }
}
