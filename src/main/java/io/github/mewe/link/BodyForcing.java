package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.Unreachable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes the choices from a multivariant binary: every call of a function enters one given body. The indices of
 * functions and bodies do not change, so a run shows the behaviour of exactly these bodies.
 */
public final class BodyForcing {
    private final BinaryenModule module;

    /**
     * A function whose choice is fixed.
     *
     * @param dispatcher the name of its dispatcher
     * @param bodies the names of its bodies
     * @param chosen the body that calls enter
     */
    public record Forced(String dispatcher, List<String> bodies, String chosen) {
        /** Copies the list. */
        public Forced {
            bodies = List.copyOf(bodies);
            if (!bodies.contains(chosen)) {
                throw new IllegalArgumentException(chosen + " is not a body of the dispatcher " + dispatcher);
            }
        }
    }

    /**
     * Prepares to change a module.
     *
     * @param module a multivariant binary, which is changed
     */
    public BodyForcing(BinaryenModule module) {
        this.module = module;
    }

    /**
     * Fixes choices. Bodies that no call can reach become a trap, which shrinks the binary.
     *
     * @param functions the functions to fix; all others keep their choices
     */
    public void force(List<Forced> functions) {
        Map<String, String> chosen = new HashMap<>();
        Set<String> unused = new HashSet<>();
        for (Forced function : functions) {
            for (String body : function.bodies()) {
                if (!body.equals(function.chosen())) {
                    chosen.put(body, function.chosen());
                    unused.add(body);
                }
            }
        }
        for (String caller : module.definedFunctions()) {
            if (!unused.contains(caller)) {
                bind(caller, chosen);
            }
        }
        for (Forced function : functions) {
            if (!function.chosen().equals(function.dispatcher())) {
                forward(function.dispatcher(), function.chosen());
            }
        }
        for (String body : unused) {
            module.setBody(new FunctionBody(body, module.signature(body), List.of(), new Unreachable()));
        }
    }

    /** Redirects calls that bypass the dispatcher. */
    private void bind(String caller, Map<String, String> chosen) {
        Map<String, String> targets = new LinkedHashMap<>();
        for (String callee : module.directCallees(caller)) {
            if (chosen.containsKey(callee)) {
                targets.put(callee, chosen.get(callee));
            }
        }
        if (!targets.isEmpty()) {
            module.retarget(caller, targets);
        }
    }

    private void forward(String dispatcher, String body) {
        Signature signature = module.signature(dispatcher);
        var arguments = new ArrayList<Expr>();
        for (int i = 0; i < signature.params().size(); i++) {
            arguments.add(new LocalGet(i, signature.params().get(i)));
        }
        Expr call = new Call(body, arguments, false, signature.result());
        module.setBody(new FunctionBody(dispatcher, signature, List.of(), call));
    }
}
