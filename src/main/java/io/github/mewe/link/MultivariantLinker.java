package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.SplitMix64;
import io.github.mewe.link.LinkedFunction.LinkedVariant;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.VariantRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a module into a multivariant one (MEWE, section 3.3). The paper's linker inserts dispatchers beside the
 * originals and rewrites calls. Here a dispatcher takes the original's name, exact type and place: every reference to
 * the function reaches the dispatcher.
 */
public final class MultivariantLinker {
    private final BinaryenModule module;
    private final Discriminator discriminator;
    private final boolean isInComponent;
    private Harvest harvest = Harvest.NONE;

    /**
     * Creates a linker that changes a module.
     *
     * @param module the module that the variants were generated for
     */
    public MultivariantLinker(BinaryenModule module) {
        this.module = module;
        this.discriminator = new Discriminator(module);
        this.isInComponent = false;
    }

    /**
     * Creates a linker that changes a core module of a component. It adds no import.
     *
     * @param module the module that the variants were generated for
     * @param entryPoints the exports in which the module may call its imports
     */
    public MultivariantLinker(BinaryenModule module, Set<String> entryPoints) {
        this.module = module;
        this.discriminator = new Discriminator(module, Optional.of(new ComponentKeying(module, entryPoints)));
        this.isInComponent = true;
    }

    /**
     * The import that keys the output unless the host seeds it, as module and name; empty without one, and under
     * {@link RandomnessSource#WASI} for a module that is not part of a component.
     *
     * @param requested the requested source
     */
    public Optional<String> keyImport(RandomnessSource requested) {
        return discriminator.keyImport(requested);
    }

    /**
     * The randomness source that the output will use.
     *
     * @param source the requested source
     */
    public RandomnessSource resolve(RandomnessSource source) {
        return discriminator.resolve(source);
    }

    /** The first requirement of {@link RandomnessSource#WASI} that the module does not meet; empty if it meets all. */
    public Optional<String> obstacleToWasi() {
        return discriminator.obstacleToWasi();
    }

    /** The globals that hardened bodies read, if the plan has a guard. */
    public StackGuard.Globals guardGlobals() {
        return discriminator.guardGlobals();
    }

    /**
     * Adapts code to the module.
     *
     * @param text code in the text format that names the discriminator's parts {@code $mewe.PART}
     */
    public String adapted(String text) {
        return discriminator.adapted(text);
    }

    /** Returns true if this class has linked the module before. */
    public static boolean isMultivariant(BinaryenModule module) {
        return EarlierDiscriminators.in(module).areThere();
    }

    /**
     * The name of the export through which the host seeds.
     *
     * @param source a source other than {@code auto}
     * @return empty if the source needs no seed
     */
    public Optional<String> seedExport(RandomnessSource source) {
        return discriminator.seedExport(source);
    }

    /**
     * The shape that dispatchers will have.
     *
     * @param shape the requested shape
     * @return the requested shape, or {@link DispatchShape#SWITCH} if the module cannot have another table
     */
    public DispatchShape resolve(DispatchShape shape) {
        return module.features().canHaveAnotherTable() ? shape : DispatchShape.SWITCH;
    }

    /** Links the variants into the module on the current thread. */
    public List<LinkedFunction> link(LinkPlan plan) {
        return link(plan, 1);
    }

    /**
     * Links the variants into the module.
     *
     * @param plan the plan of the linking
     * @param threads the number of threads; the module does not depend on it
     * @return the functions that have variants, in order
     * @throws LinkException if the module cannot have the randomness source, the trace or the forcing
     */
    public List<LinkedFunction> link(LinkPlan plan, int threads) {
        var linked = new ArrayList<LinkedFunction>();
        if (plan.functions().stream().allMatch(f -> f.variants().isEmpty())) {
            return linked;
        }
        if (isInComponent && plan.options().trace() == ChoiceTrace.IMPORT) {
            throw new LinkException("<trace> (mewe.trace) is 'import', but a core module of a component cannot have"
                    + " another import. Remove <trace>");
        }
        discriminator.add(plan.choices().source(), plan.choices().key(), plan.parts());
        var dispatchers = new DispatcherAdder(module, plan, discriminator);
        var adder = new VariantAdder(module);
        Map<String, CallBinder.Callee> bound = new HashMap<>();
        var random = new VariantRandom(plan.choices().seed());
        for (int i = 0; i < plan.functions().size(); i++) {
            FunctionVariants function = plan.functions().get(i);
            if (!function.variants().isEmpty()) {
                Mode mode = plan.modes().get(i);
                LinkedFunction added = link(function, mode, plan.weights().get(i), adder, dispatchers);
                linked.add(added);
                if (mode.isBound() && added.choice().isPresent()) {
                    bound.put(added.name(), callee(added, added.choice().get(), function, random));
                }
            }
        }
        adder.finish(threads);
        linked.forEach(this::locate);
        dispatchers.finish();
        if (!bound.isEmpty()) {
            bind(bound, threads);
        }
        new BodyOrder(module, linked).apply();
        harvest = discriminator.harvest(linked);
        return linked;
    }

    /** The harvesting of the linked module. */
    public Harvest harvest() {
        return harvest;
    }

    private static CallBinder.Callee callee(
            LinkedFunction linked, LinkedFunction.Choice choice, FunctionVariants function, VariantRandom random) {
        BodyLimit limit = choice.mode().limit();
        var candidates = new ArrayList<Integer>();
        for (int i = 0; i < linked.bodies().size(); i++) {
            int variant = linked.firstBody() + i - 1;
            if (variant < 0 || limit.allows(function.variants().get(variant).slowDown())) {
                candidates.add(i);
            }
        }
        List<Integer> chosen = random.shuffled(candidates).subList(0, Math.min(limit.count(), candidates.size()));
        double sum = chosen.stream().mapToDouble(choice.shares()::get).sum();
        long seed = random.bits();
        var choices = new BoundChoices(
                chosen.stream().map(linked.bodies()::get).toList(),
                chosen.stream().map(i -> choice.shares().get(i) / sum).toList(),
                seed);
        return new CallBinder.Callee(choices, choice.mode().boundShare(), SplitMix64.output(seed));
    }

    private void bind(Map<String, CallBinder.Callee> bound, int threads) {
        // A dispatcher calls itself after it has chosen. If that call were bound, it would not reach the chosen body.
        List<String> callers = module.definedFunctions().stream()
                .filter(caller -> !bound.containsKey(caller))
                .toList();
        new CallBinder(module, bound).bind(callers, threads);
    }

    private LinkedFunction link(
            FunctionVariants function, Mode mode, Weights weights, VariantAdder adder, DispatcherAdder dispatchers) {
        String name = function.name();
        if (!weights.includesOriginal() && function.variants().size() == 1) {
            LinkedVariant only = adder.replace(function.variants().get(0).variant(), name);
            return new LinkedFunction(function.index(), name, Optional.empty(), List.of(only), Optional.empty());
        }
        Optional<String> original =
                Optional.of(module.uniqueNames().function(name + "$v0")).filter(n -> weights.includesOriginal());
        original.ifPresent(newName -> module.split(name, newName));
        var variants = new ArrayList<LinkedVariant>();
        for (Sized sized : function.variants()) {
            variants.add(adder.add(sized.variant(), name, variants.size() + 1));
        }
        if (original.isEmpty()) {
            // The dispatcher replaces the original, and with it the location.
            adder.finish(1);
            locate(variants, name);
        }
        Draw draw = Draw.of(weights(function, mode, weights));
        return dispatchers.add(function.index(), name, original, variants, mode, draw);
    }

    /**
     * The weights of the bodies. A dispatcher that chooses again and again rarely chooses bodies over the limit. A
     * choice for the whole instance needs its entropy.
     */
    private static List<Double> weights(FunctionVariants function, Mode mode, Weights weights) {
        List<Double> ofBodies = weights.ofBodies(function.variants().size());
        if (mode.granularity() == Granularity.PACED || mode.granularity() == Granularity.CALL) {
            int first = weights.includesOriginal() ? 1 : 0;
            List<Double> factors = mode.limit()
                    .weights(function.variants().stream().map(Sized::slowDown).toList());
            for (int i = first; i < ofBodies.size(); i++) {
                ofBodies.set(i, ofBodies.get(i) * factors.get(i - first));
            }
        }
        return ofBodies;
    }

    private void locate(LinkedFunction function) {
        function.original().ifPresent(original -> {
            locate(function.variants(), original);
            module.locateLike(function.name(), original);
        });
    }

    /** Maps the variants' code to the source line where the original starts; its other lines do not apply to them. */
    private void locate(List<LinkedVariant> variants, String original) {
        for (LinkedVariant variant : variants) {
            module.locateLike(variant.name(), original);
            variant.helpers().forEach(helper -> module.locateLike(helper, original));
        }
    }
}
