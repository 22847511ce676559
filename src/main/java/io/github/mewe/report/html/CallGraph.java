package io.github.mewe.report.html;

import io.github.mewe.report.Manifest;
import java.util.List;

/**
 * Which function of the input calls which directly, by their places in {@link Manifest#functions()}.
 *
 * @param functions for each function, how it is linked with others
 */
public record CallGraph(List<Node> functions) {
    /** Copies the list. */
    public CallGraph {
        functions = List.copyOf(functions);
    }

    /**
     * A function.
     *
     * @param callees the places of the functions that it calls, each once, itself left out
     * @param exported whether it is exported
     * @param referenced whether tables, references or the start function name it
     */
    public record Node(List<Integer> callees, boolean exported, boolean referenced) {
        /** Copies the list. */
        public Node {
            callees = List.copyOf(callees);
        }
    }
}
