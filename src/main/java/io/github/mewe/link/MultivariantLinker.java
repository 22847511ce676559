package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.link.LinkedFunction.LinkedVariant;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.VariantRandom;
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
     * The shape that dispatchers will have.
     *
     * @param shape the one that was asked for
     * @return that, or {@link DispatchShape#SWITCH} if the module can have no table for it
     */
    public DispatchShape resolve(DispatchShape shape) {
        return module.canHaveAnotherTable() ? shape : DispatchShape.SWITCH;
    }

    /**
     * Links.
     *
     * @param plan what to do; its source is not {@code auto}
     * @return the functions that have variants, in order
     * @throws LinkException if the module cannot have the randomness source, the trace or the forcing
     */
    public List<LinkedFunction> link(LinkPlan plan) {
        var linked = new ArrayList<LinkedFunction>();
        if (plan.functions().stream().allMatch(f -> f.variants().isEmpty())) {
            return linked;
        }
        new Discriminator(module).add(plan.source(), plan.key());
        var dispatchers = new DispatcherAdder(module, plan);
        Map<String, List<String>> bound = new HashMap<>();
        var random = new VariantRandom(plan.seed());
        for (int i = 0; i < plan.functions().size(); i++) {
            FunctionVariants function = plan.functions().get(i);
            if (!function.variants().isEmpty()) {
                Mode mode = plan.modes().get(i);
                LinkedFunction added = link(function, mode, dispatchers);
                linked.add(added);
                if (mode.bound()) {
                    bound.put(added.dispatcher(), random.shuffled(added.bodies()));
                }
            }
        }
        dispatchers.finish();
        if (!bound.isEmpty()) {
            bind(bound);
        }
        return linked;
    }

    private void bind(Map<String, List<String>> bound) {
        var binder = new CallBinder(module, bound);
        for (String caller : module.definedFunctions()) {
            binder.bind(caller);
        }
    }

    private LinkedFunction link(FunctionVariants function, Mode mode, DispatcherAdder dispatchers) {
        String name = function.name();
        String original = module.uniqueFunctionName(name + "$v0");
        module.split(name, original);
        var variants = new ArrayList<LinkedVariant>();
        var adder = new VariantAdder(module);
        for (Sized sized : function.variants()) {
            variants.add(adder.add(sized.variant(), name, variants.size() + 1));
        }
        LinkedFunction linked = dispatchers.add(function.index(), name, original, variants, mode);
        locate(linked);
        return linked;
    }

    /** What the original's source says of its lines does not hold of other code, but for where the function begins. */
    private void locate(LinkedFunction function) {
        module.locateLike(function.dispatcher(), function.original());
        for (LinkedVariant variant : function.variants()) {
            module.locateLike(variant.name(), function.original());
            variant.helpers().forEach(helper -> module.locateLike(helper, function.original()));
        }
    }
}
