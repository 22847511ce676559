package io.github.mewe.harden;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.harden.HardenedFrames.HardenedBody;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.link.LinkedFunction;
import io.github.mewe.link.StackGuard;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Moves and guards the frames of all bodies of a linked module. */
public final class FrameHardener {
    /** The number of paddings to choose from for a function with few bodies. */
    private static final int LEAST_PLACES = 4;

    private static final String ALARM = "mewe.stack_smashed";

    private final BinaryenModule module;
    private final FrameSurvey survey;
    private final FrameMeasures measures;
    private final Optional<Canary> canary;

    /**
     * Prepares the hardening of a module, and adds the function that reports a changed canary.
     *
     * @param module the linked module
     * @param survey the frames of the input's functions
     * @param measures the measures to take
     */
    public FrameHardener(BinaryenModule module, FrameSurvey survey, FrameMeasures measures) {
        this.module = module;
        this.survey = survey;
        this.measures = measures;
        this.canary = measures.word()
                .map(global -> new Canary(global, addAlarm(), module.memories().get(0)));
    }

    /** The name of the function that traps if a canary has changed. */
    public Optional<String> alarm() {
        return canary.map(Canary::alarm);
    }

    private String addAlarm() {
        String name = module.uniqueNames().function(ALARM);
        module.addFunction(
                new FunctionBody(name, new Signature(List.of(), ValueType.NONE), List.of(), new Unreachable()), true);
        return name;
    }

    /**
     * Hardens the bodies of functions with understood frames, diversified or not.
     *
     * @param linked the diversified functions
     * @param random draws the paddings
     * @return the hardened bodies by name; others have a shape that does not allow it
     */
    public Map<String, HardenedBody> apply(List<LinkedFunction> linked, VariantRandom random) {
        Map<String, HardenedBody> hardened = new TreeMap<>();
        Set<String> returningFirst = returningFirst(linked);
        Map<String, List<Body>> bodies = bodies(linked);
        bodies.forEach((function, all) -> {
            List<Integer> paddings = paddings(all.size(), random);
            Set<Integer> guarded = guarded(all.size(), random);
            for (int i = 0; i < all.size(); i++) {
                Body body = all.get(i);
                var change = new HardenedBody(paddings.get(i), guarded.contains(i));
                hardened(body, change, returningFirst).ifPresent(changed -> {
                    module.replaceBody(changed);
                    hardened.put(body.name(), change);
                });
            }
        });
        return hardened;
    }

    /** Different paddings for the bodies of a function. */
    private List<Integer> paddings(int bodies, VariantRandom random) {
        int least = canary.isPresent() ? StackGuard.ALIGNMENT : 0;
        if (!measures.movesFrames()) {
            return Collections.nCopies(bodies, least);
        }
        List<Integer> places =
                IntStream.range(0, Math.max(LEAST_PLACES, bodies + 1)).boxed().toList();
        return random.shuffled(places).subList(0, bodies).stream()
                .map(place -> least + StackGuard.ALIGNMENT * place)
                .toList();
    }

    /** The bodies of a function that get a canary, by their places. */
    private Set<Integer> guarded(int bodies, VariantRandom random) {
        List<Integer> all = IntStream.range(0, bodies).boxed().toList();
        if (canary.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(measures.guardsAll() ? all : random.shuffled(all).subList(0, (bodies + 1) / 2));
    }

    /** The functions and bodies that return their first argument, by name. */
    private Set<String> returningFirst(List<LinkedFunction> linked) {
        var all = new HashSet<>(survey.returningFirst());
        linked.stream()
                .filter(function -> survey.returningFirst().contains(function.name()))
                .forEach(function -> all.addAll(function.bodies()));
        return all;
    }

    private record Body(String name, List<String> helpers) {}

    /** The bodies of each function with a frame. */
    private Map<String, List<Body>> bodies(List<LinkedFunction> linked) {
        Map<String, List<Body>> bodies = new TreeMap<>();
        survey.framed().forEach(name -> bodies.put(name, List.of(new Body(name, List.of()))));
        for (LinkedFunction function : linked) {
            bodies.computeIfPresent(function.name(), (name, alone) -> {
                var all = new ArrayList<Body>();
                function.original().ifPresent(original -> all.add(new Body(original, List.of())));
                function.variants().forEach(variant -> all.add(new Body(variant.name(), variant.helpers())));
                return all;
            });
        }
        return bodies;
    }

    private Optional<FunctionBody> hardened(Body body, HardenedBody change, Set<String> returningFirst) {
        var hardening = new FrameHardening(
                survey.pointer(),
                change.padding(),
                measures.offset(),
                canary.filter(guard -> change.isGuarded()),
                returningFirst::contains);
        FunctionBody lifted = module.lift(body.name());
        boolean isDivided =
                body.helpers().stream().anyMatch(helper -> survey.pointer().isUsedIn(module.lift(helper)));
        return isDivided ? hardening.wrapped(lifted) : hardening.apply(lifted);
    }
}
