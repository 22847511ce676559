package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.SplitMix64;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.link.LinkedFunction.LinkedVariant;
import io.github.mewe.variant.VariantRandom;
import java.util.List;
import java.util.Optional;

/** Replaces originals by dispatchers, and adds the functions that all dispatchers share. */
final class DispatcherAdder {
    private final BinaryenModule module;
    private final DispatchShape shape;
    private final VariantRandom shapes;
    private final DispatcherBuilder builder;
    private final SwitchBodyCall switches;
    private final TableBodyCall table;
    private final Optional<ChoiceForcing> forcing;
    private int count;

    /**
     * Prepares to add dispatchers.
     *
     * @param module the module
     * @param plan the plan of the linking
     * @param discriminator provides the bits of choices; it is already in the module
     * @throws LinkException if the module cannot have the trace or the forcing
     */
    DispatcherAdder(BinaryenModule module, LinkPlan plan, Discriminator discriminator) {
        DispatchOptions options = plan.options();
        this.module = module;
        this.shape = options.shape();
        // A random source separate from that of the bindings, so that the drawn shapes do not change the bindings.
        this.shapes = new VariantRandom(SplitMix64.output(plan.choices().seed()));
        this.forcing = options.forceable()
                ? Optional.of(new ChoiceForcing(
                        module, discriminator.resolve(plan.choices().source()), discriminator.isOnTop()))
                : Optional.empty();
        this.builder = new DispatcherBuilder(
                discriminator.bits(),
                new PacedDraws(module, discriminator.bits()),
                module.features().hasTailCalls(),
                new ChoiceTracing(module, discriminator.isOnTop()).add(options.trace()),
                options.forceable());
        this.switches = new SwitchBodyCall(module.features().hasTailCalls());
        this.table = new TableBodyCall(module);
    }

    /**
     * Adds a dispatcher.
     *
     * @param index the function's index among the defined functions of the input
     * @param name its name; the function has no body yet, or still the original's if the original is not one of the
     *     bodies
     * @param original the name of the original body; empty if it is not one of the bodies
     * @param variants its variants
     * @param mode how calls choose a body
     * @param draw the choice among the bodies
     */
    LinkedFunction add(
            int index, String name, Optional<String> original, List<LinkedVariant> variants, Mode mode, Draw draw) {
        var choice = new LinkedFunction.Choice(mode, draw.shares(), count++, nextShape());
        var linked = new LinkedFunction(index, name, original, variants, Optional.of(choice));
        var dispatcher = new Dispatcher(
                choice.number(), name, module.signature(name), linked.bodies(), linked.firstBody(), draw);
        BodyCall bodyCall = choice.shape() == DispatchShape.TABLE ? table : switches;
        String global = null;
        if (builder.needsGlobal(mode.dispatcher())) {
            global = module.uniqueNames().global("mewe.choice." + index);
            module.addGlobal(global, true, Const.i32(DispatcherBuilder.NO_CHOICE));
        }
        String remembered = global;
        forcing.ifPresent(f -> f.add(remembered, dispatcher));
        FunctionBody body = switch (mode.dispatcher()) {
            case CALL -> builder.drawing(dispatcher, bodyCall, remembered);
            case PACED -> builder.paced(dispatcher, bodyCall, mode.pace(), remembered, addState(index));
            case INSTANCE -> builder.remembering(dispatcher, bodyCall, remembered);
            case BOUND -> throw new IllegalStateException("a dispatcher cannot choose at link time");
        };
        if (original.isPresent()) {
            module.setBody(body);
        } else {
            module.replaceBody(body);
        }
        return linked;
    }

    private String addState(int index) {
        String global = module.uniqueNames().global("mewe.pace." + index);
        module.addGlobal(global, true, Const.i32(0));
        return global;
    }

    private DispatchShape nextShape() {
        if (shape != DispatchShape.MIXED) {
            return shape;
        }
        return shapes.below(2) == 0 ? DispatchShape.SWITCH : DispatchShape.TABLE;
    }

    /** Adds the parts that depend on all dispatchers. */
    void finish() {
        table.addTable();
        forcing.ifPresent(ChoiceForcing::addFunction);
    }
}
