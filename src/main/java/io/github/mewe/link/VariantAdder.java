package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.WorkerPool;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.link.LinkedFunction.LinkedVariant;
import io.github.mewe.variant.Variant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds variants and their helpers to a module, under unused names. Added functions trap until {@link #finish} gives
 * them their bodies.
 */
final class VariantAdder {
    private final BinaryenModule module;
    private final List<FunctionBody> open = new ArrayList<>();

    VariantAdder(BinaryenModule module) {
        this.module = module;
    }

    /**
     * Adds a variant as a new function.
     *
     * @param variant the variant
     * @param function the name of a function with the variant's type
     * @param number the variant's number within its function, from 1
     * @return the names of the variant and its helpers
     */
    LinkedVariant add(Variant variant, String function, int number) {
        String name = module.uniqueNames().function(function + "$v" + number);
        var helpers = new ArrayList<String>();
        FunctionBody body = withHelpers(variant, function, name, helpers);
        FunctionBody named = body.withName(name);
        module.addFunctionLike(function, declaration(named));
        open.add(named);
        return new LinkedVariant(name, helpers);
    }

    /**
     * Replaces the body of a function by one of its variants.
     *
     * @param variant the variant
     * @param function the function's name
     * @return the function's name, and the names of the variant's helpers
     */
    LinkedVariant replace(Variant variant, String function) {
        var helpers = new ArrayList<String>();
        FunctionBody body = withHelpers(variant, function, function, helpers);
        module.replaceBody(body.withName(function));
        return new LinkedVariant(function, helpers);
    }

    private FunctionBody withHelpers(Variant variant, String function, String prefix, List<String> added) {
        Map<String, String> names = new HashMap<>();
        for (FunctionBody helper : variant.helpers()) {
            String name = module.uniqueNames().function(prefix + "$h" + added.size());
            names.put(helper.name(), name);
            added.add(name);
        }
        for (FunctionBody helper : variant.helpers()) {
            FunctionBody renamed = renamed(helper, names).withName(names.get(helper.name()));
            module.addFunction(declaration(renamed), module.hasExplicitName(function));
            open.add(renamed);
        }
        return renamed(variant.body(), names);
    }

    private static FunctionBody declaration(FunctionBody function) {
        return new FunctionBody(function.name(), function.signature(), List.of(), new Unreachable());
    }

    /**
     * Gives the added functions their bodies, which takes much of the time of linking.
     *
     * @param threads the number of threads; the module does not depend on it
     */
    void finish(int threads) {
        WorkerPool.deep("mewe-linker", threads).forEach(open.size(), i -> module.setBody(open.get(i)));
        open.clear();
    }

    /** Renames the calls of a body. Helpers may call each other and themselves. */
    private static FunctionBody renamed(FunctionBody body, Map<String, String> names) {
        return names.isEmpty()
                ? body
                : body.withRoot(ExprTransformer.bottomUp(body.root(), expr -> renamed(expr, names)));
    }

    private static Expr renamed(Expr expr, Map<String, String> names) {
        return expr instanceof Call call && names.containsKey(call.target())
                ? new Call(names.get(call.target()), call.operands(), call.tail(), call.type())
                : expr;
    }
}
