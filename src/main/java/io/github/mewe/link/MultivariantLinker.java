package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Signature;
import io.github.mewe.link.LinkedFunction.LinkedVariant;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.VariantRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a module into a multivariant one (MEWE, section 3.3). Unlike the paper's linker, which inserts dispatchers
 * beside the originals and rewrites calls, a dispatcher here takes the original's name, exact type and place: whatever
 * reached the function reaches the dispatcher.
 */
public final class MultivariantLinker {
    private final BinaryenModule module;
    private final Discriminator discriminator;

    /**
     * A linker that changes a module.
     *
     * @param module the module that the variants were generated for
     */
    public MultivariantLinker(BinaryenModule module) {
        this.module = module;
        this.discriminator = new Discriminator(module);
    }

    /**
     * The randomness source that will be used.
     *
     * @param source the one that was asked for
     */
    public RandomnessSource resolve(RandomnessSource source) {
        return discriminator.resolve(source);
    }

    /** Whether the module was linked like this before. */
    public boolean isMultivariant() {
        return discriminator.isOnTop();
    }

    /**
     * The name of the export that the host seeds with.
     *
     * @param source a source other than {@code auto}
     * @return empty if the source needs no seed
     */
    public Optional<String> seedExport(RandomnessSource source) {
        return discriminator.seedExport(source);
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
        discriminator.add(plan.source(), plan.key());
        var dispatchers = new DispatcherBuilder(discriminator.draw(), module.usesTailCalls());
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

    private LinkedFunction link(FunctionVariants function, Mode mode, DispatcherBuilder dispatchers) {
        String name = function.name();
        Signature signature = module.signature(name);
        String original = module.uniqueFunctionName(name + "$v0");
        module.split(name, original);
        var variants = new ArrayList<LinkedVariant>();
        var adder = new VariantAdder(module);
        for (Sized sized : function.variants()) {
            variants.add(adder.add(sized.variant(), name, variants.size() + 1));
        }
        var linked = new LinkedFunction(function.index(), name, original, variants, mode);
        if (mode.dispatcher() == Granularity.CALL) {
            module.setBody(dispatchers.drawing(name, signature, linked.bodies()));
        } else {
            String choice = module.uniqueGlobalName("mewe.choice." + function.index());
            module.addGlobal(choice, true, Const.i32(-1));
            module.setBody(dispatchers.remembering(name, signature, linked.bodies(), choice));
        }
        return linked;
    }
}
