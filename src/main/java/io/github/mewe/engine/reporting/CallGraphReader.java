package io.github.mewe.engine.reporting;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.html.CallGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the call graph of the input's functions from a multivariant binary. A call that the linker bound to a body
 * counts as a call of the function.
 */
final class CallGraphReader {
    private final BinaryenModule module;
    private final Manifest manifest;
    private final List<String> names;
    private final Map<String, Integer> owners = new HashMap<>();

    /**
     * Creates a reader.
     *
     * @param module the multivariant binary
     * @param manifest its manifest
     */
    CallGraphReader(BinaryenModule module, Manifest manifest) {
        this.module = module;
        this.manifest = manifest;
        this.names = module.outputOrder();
        for (int place = 0; place < manifest.functions().size(); place++) {
            Manifest.Function function = manifest.functions().get(place);
            own(function.dispatcherIndex(), place);
            if (function.originalIndex() != null) {
                own(function.originalIndex(), place);
            }
            for (Manifest.Variant variant : function.variants()) {
                own(variant.index(), place);
                for (int helper : variant.helpers()) {
                    own(helper, place);
                }
            }
        }
    }

    private void own(int index, int place) {
        owners.put(names.get(index), place);
    }

    /** Reads the graph. */
    CallGraph read() {
        return DeepThread.call(() -> {
            Set<String> exported = module.exports().functions();
            Set<String> referenced = module.referencedFunctions();
            var nodes = new ArrayList<CallGraph.Node>(manifest.functions().size());
            for (int place = 0; place < manifest.functions().size(); place++) {
                Manifest.Function function = manifest.functions().get(place);
                String name = names.get(function.dispatcherIndex());
                nodes.add(new CallGraph.Node(
                        callees(function, place), exported.contains(name), referenced.contains(name)));
            }
            return new CallGraph(nodes);
        });
    }

    private List<Integer> callees(Manifest.Function function, int place) {
        var callees = new TreeSet<Integer>();
        for (int body : bodies(function)) {
            for (String callee : module.directCallees(names.get(body))) {
                Integer owner = owners.get(callee);
                if (owner != null && owner != place) {
                    callees.add(owner);
                }
            }
        }
        return List.copyOf(callees);
    }

    /** The bodies that make the calls of an input function: the original, or without it all variants. */
    private static List<Integer> bodies(Manifest.Function function) {
        if (function.originalIndex() != null) {
            return List.of(function.originalIndex());
        }
        if (function.variants().isEmpty()) {
            return List.of(function.dispatcherIndex());
        }
        return function.variants().stream().flatMap(Manifest.Variant::bodies).toList();
    }
}
