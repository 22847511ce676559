package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Signature;
import io.github.mewe.link.LinkedFunction.LinkedVariant;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.Variant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a module into a multivariant one (MEWE, section 3.3). Unlike the paper's linker, which inserts dispatchers
 * beside the originals and rewrites calls, a dispatcher here takes the original's name, exact type and place: whatever
 * reached the function reaches the dispatcher.
 */
public final class MultivariantLinker {
    private final BinaryenModule module;

    /**
     * A linker that changes a module.
     *
     * @param module the module that the variants were generated for
     */
    public MultivariantLinker(BinaryenModule module) {
        this.module = module;
    }

    /**
     * The randomness source that will be used.
     *
     * @param source the one that was asked for
     */
    public RandomnessSource resolve(RandomnessSource source) {
        return new Discriminator(module).resolve(source);
    }

    /**
     * Links.
     *
     * @param plan what to do; its source is not {@code auto}
     * @return the functions that have variants, in order
     * @throws LinkException if the module cannot have the randomness source
     */
    public List<LinkedFunction> link(LinkPlan plan) {
        var linked = new ArrayList<LinkedFunction>();
        if (plan.functions().stream().allMatch(f -> f.variants().isEmpty())) {
            return linked;
        }
        new Discriminator(module).add(plan.source(), plan.key());
        var dispatchers = new DispatcherBuilder(module.usesTailCalls());
        for (FunctionVariants function : plan.functions()) {
            if (!function.variants().isEmpty()) {
                linked.add(link(function, plan.granularity(), dispatchers));
            }
        }
        return linked;
    }

    private LinkedFunction link(FunctionVariants function, Granularity granularity, DispatcherBuilder dispatchers) {
        String name = function.name();
        Signature signature = module.signature(name);
        String original = module.uniqueFunctionName(name + "$v0");
        module.split(name, original);
        var bodies = new ArrayList<String>();
        bodies.add(original);
        var variants = new ArrayList<LinkedVariant>();
        for (Sized sized : function.variants()) {
            LinkedVariant variant = add(sized.variant(), name, variants.size() + 1);
            bodies.add(variant.name());
            variants.add(variant);
        }
        if (granularity == Granularity.CALL) {
            module.setBody(dispatchers.drawing(name, signature, bodies));
        } else {
            String choice = module.uniqueGlobalName("mewe.choice." + function.index());
            module.addGlobal(choice, true, Const.i32(-1));
            module.setBody(dispatchers.remembering(name, signature, bodies, choice));
        }
        return new LinkedFunction(function.index(), name, original, variants);
    }

    private LinkedVariant add(Variant variant, String function, int number) {
        String name = module.uniqueFunctionName(function + "$v" + number);
        Map<String, String> helperNames = new HashMap<>();
        List<String> helpers = new ArrayList<>();
        for (FunctionBody helper : variant.helpers()) {
            String helperName = module.uniqueFunctionName(name + "$h" + helpers.size());
            helperNames.put(helper.name(), helperName);
            helpers.add(helperName);
        }
        for (FunctionBody helper : variant.helpers()) {
            String helperName = helperNames.get(helper.name());
            module.addFunction(renamed(helper, helperNames).withName(helperName), module.hasExplicitName(function));
        }
        module.addFunctionLike(function, renamed(variant.body(), helperNames).withName(name));
        return new LinkedVariant(name, helpers);
    }

    /** Helpers may call each other, and themselves. */
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
