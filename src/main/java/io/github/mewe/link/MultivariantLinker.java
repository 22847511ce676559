package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.FunctionBody;
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
        Map<String, BoundChoices> bound = new HashMap<>();
        var random = new VariantRandom(plan.seed());
        for (int i = 0; i < plan.functions().size(); i++) {
            FunctionVariants function = plan.functions().get(i);
            if (!function.variants().isEmpty()) {
                Mode mode = plan.modes().get(i);
                LinkedFunction added = link(function, mode, plan.weights().get(i), dispatchers);
                linked.add(added);
                if (mode.bound() && added.isChosen()) {
                    bound.put(added.dispatcher(), choices(added, function, random.bits()));
                }
            }
        }
        if (!bound.isEmpty()) {
            bind(bound);
        }
        return linked;
    }

    private static BoundChoices choices(LinkedFunction linked, FunctionVariants function, long seed) {
        var bodies = new ArrayList<String>();
        var shares = new ArrayList<Double>();
        double sum = 0;
        for (int i = 0; i < linked.bodies().size(); i++) {
            int variant = linked.original().isPresent() ? i - 1 : i;
            if (variant < 0
                    || function.variants().get(variant).slowDown()
                            <= linked.mode().mostSlowDown()) {
                bodies.add(linked.bodies().get(i));
                shares.add(linked.shares().get(i));
                sum += linked.shares().get(i);
            }
        }
        if (bodies.isEmpty()) {
            return new BoundChoices(linked.bodies(), linked.shares(), seed);
        }
        double all = sum;
        shares.replaceAll(share -> share / all);
        return new BoundChoices(bodies, shares, seed);
    }

    private void bind(Map<String, BoundChoices> bound) {
        var binder = new CallBinder(module, bound);
        for (String caller : module.definedFunctions()) {
            binder.bind(caller);
        }
    }

    private LinkedFunction link(FunctionVariants function, Mode mode, Weights weights, DispatcherBuilder dispatchers) {
        String name = function.name();
        var adder = new VariantAdder(module);
        if (!weights.includesOriginal() && function.variants().size() == 1) {
            LinkedVariant only = adder.replace(function.variants().get(0).variant(), name);
            return new LinkedFunction(function.index(), name, Optional.empty(), List.of(only), mode, List.of(1.0));
        }
        Optional<String> original =
                Optional.of(module.uniqueFunctionName(name + "$v0")).filter(n -> weights.includesOriginal());
        original.ifPresent(newName -> module.split(name, newName));
        var variants = new ArrayList<LinkedVariant>();
        for (Sized sized : function.variants()) {
            variants.add(adder.add(sized.variant(), name, variants.size() + 1));
        }
        Draw draw = Draw.of(weights.ofBodies(variants.size()));
        var linked = new LinkedFunction(function.index(), name, original, variants, mode, draw.shares());
        FunctionBody dispatcher = dispatcher(linked, draw, dispatchers);
        if (original.isPresent()) {
            module.setBody(dispatcher);
        } else {
            module.replaceBody(dispatcher);
        }
        return linked;
    }

    private FunctionBody dispatcher(LinkedFunction function, Draw draw, DispatcherBuilder dispatchers) {
        String name = function.dispatcher();
        Signature signature = module.signature(name);
        if (function.mode().dispatcher() == Granularity.CALL) {
            return dispatchers.drawing(name, signature, function.bodies(), draw);
        }
        String choice = module.uniqueGlobalName("mewe.choice." + function.index());
        module.addGlobal(choice, true, Const.i32(-1));
        return dispatchers.remembering(name, signature, function.bodies(), draw, choice);
    }
}
