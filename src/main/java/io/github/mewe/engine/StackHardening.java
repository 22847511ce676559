package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.GlobalInfo;
import io.github.mewe.harden.FrameHardener;
import io.github.mewe.harden.FrameMeasures;
import io.github.mewe.harden.FrameSurvey;
import io.github.mewe.harden.HardenedFrames;
import io.github.mewe.harden.HardenedFrames.HardenedBody;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.harden.StackExtent;
import io.github.mewe.harden.StackUse;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.link.LinkedFunction;
import io.github.mewe.link.StackGuard;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.wasm.ModuleSections;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The hardening of stack frames as a request asks for it.
 *
 * @param options the measures
 * @param survey the frames of the input; empty without measures, and if the input has no stack pointer
 * @param extent the place of the stack; empty without measures, and if the module does not define its start
 */
record StackHardening(HardeningOptions options, Optional<FrameSurvey> survey, Optional<StackExtent> extent) {

    /** Surveys the input if the request asks for hardening. */
    static StackHardening of(DiversificationJob job, AnalyzedModule module) {
        HardeningOptions options = job.request().hardening();
        if (!options.areForFrames() || module.binaryen().memories().isEmpty()) {
            return new StackHardening(options, Optional.empty(), Optional.empty());
        }
        var bodies = new ArrayList<FunctionBody>();
        for (int i = 0; i < module.source().functionCount(); i++) {
            if (module.source().leftAlone(i).isEmpty()) {
                bodies.add(module.source().lift(i));
            }
        }
        Optional<FrameSurvey> survey = FrameSurvey.of(module.binaryen().mutableIntegerGlobals(), bodies);
        Optional<StackExtent> extent = survey.flatMap(found -> StackExtent.of(
                new ModuleSections(job.input().bytes()),
                indexOf(module.binaryen(), found.pointer().global()),
                bodies));
        return new StackHardening(options, survey, extent);
    }

    /** The addition to the discriminator. */
    Optional<StackGuard> guard(BuildSeed seed) {
        return survey.map(found -> new StackGuard(
                new GlobalGet(found.pointer().global(), found.pointer().type()),
                extent.map(place -> OptionalLong.of(place.start())).orElse(OptionalLong.empty()),
                startBytes(),
                frameOffset(),
                seed.canaryWord()));
    }

    /**
     * Hardens the bodies of a linked module.
     *
     * @param functions the functions with variants; without any, the module remains as it is
     * @param globals the globals that hardened bodies read
     */
    HardenedFrames apply(
            BinaryenModule target, List<LinkedFunction> functions, StackGuard.Globals globals, BuildSeed seed) {
        if (survey.isEmpty() || functions.isEmpty()) {
            return HardenedFrames.none(options.measures(), survey);
        }
        Optional<String> offset = frameOffset() > 0 ? Optional.of(globals.offset()) : Optional.empty();
        var measures = new FrameMeasures(
                movesFrames(),
                offset,
                options.measures().contains(HardeningMeasure.CANARIES) ? Optional.of(globals.word()) : Optional.empty(),
                options.guardsAllBodies());
        var hardener = new FrameHardener(target, survey.get(), measures);
        Map<String, HardenedBody> bodies = hardener.apply(functions, new VariantRandom(seed.frames()));
        var stack = new StackUse(
                new PaddingDepth(target, bodies, frameOffset()).most() + startBytes(), startBytes(), extent);
        return new HardenedFrames(
                options.measures(), survey, bodies, hardener.alarm(), offset.map(name -> indexOf(target, name)), stack);
    }

    private static int indexOf(BinaryenModule module, String global) {
        return module.globals().stream().map(GlobalInfo::name).toList().indexOf(global);
    }

    private long startBytes() {
        return movesFrames()
                ? extent.map(place -> options.stackStart().bytes(place.size())).orElse(0L)
                : 0;
    }

    private boolean movesFrames() {
        return options.measures().contains(HardeningMeasure.FRAMES);
    }

    private int frameOffset() {
        return movesFrames() ? options.frameOffset() : 0;
    }
}
