package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.GlobalInfo;
import io.github.mewe.harden.FrameHardener;
import io.github.mewe.harden.FrameMeasures;
import io.github.mewe.harden.FrameSurvey;
import io.github.mewe.harden.HardenedFrames;
import io.github.mewe.harden.HardenedFrames.HardenedBody;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.link.LinkedFunction;
import io.github.mewe.link.StackGuard;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.wasm.Instruction;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.Opcode;
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
 * @param start the stack pointer's value in a new instance, if the module defines it
 */
record StackHardening(HardeningOptions options, Optional<FrameSurvey> survey, OptionalLong start) {

    /** Surveys the input if the request asks for hardening. */
    static StackHardening of(DiversificationJob job, AnalyzedModule module) {
        HardeningOptions options = job.request().hardening();
        if (!options.areForFrames() || module.binaryen().memories().isEmpty()) {
            return new StackHardening(options, Optional.empty(), OptionalLong.empty());
        }
        var bodies = new ArrayList<FunctionBody>();
        for (int i = 0; i < module.source().functionCount(); i++) {
            if (module.source().leftAlone(i).isEmpty()) {
                bodies.add(module.source().lift(i));
            }
        }
        Optional<FrameSurvey> survey = FrameSurvey.of(module.binaryen().mutableIntegerGlobals(), bodies);
        OptionalLong start = survey.map(found ->
                        start(job.input(), module.binaryen(), found.pointer().global()))
                .orElse(OptionalLong.empty());
        return new StackHardening(options, survey, start);
    }

    /** The value of a global in a new instance, if it is a constant of the module. */
    static OptionalLong start(InputModule input, BinaryenModule module, String global) {
        var sections = new ModuleSections(input.bytes());
        int index = indexOf(module, global);
        List<Instruction> init = sections.globals().get(index).init();
        boolean isConstant = index >= sections.importedGlobals()
                && !init.isEmpty()
                && (init.get(0).opcode() == Opcode.I32_CONST || init.get(0).opcode() == Opcode.I64_CONST)
                && init.stream().skip(1).allMatch(instruction -> instruction.opcode() == Opcode.END);
        return isConstant ? OptionalLong.of(init.get(0).constant()) : OptionalLong.empty();
    }

    /** The addition to the discriminator. */
    Optional<StackGuard> guard(BuildSeed seed) {
        return survey.map(found -> new StackGuard(
                new GlobalGet(found.pointer().global(), found.pointer().type()),
                movesStart() ? start : OptionalLong.empty(),
                options.stackStart(),
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
        long added = new PaddingDepth(target, bodies, frameOffset()).most() + (movesStart() ? options.stackStart() : 0);
        return new HardenedFrames(
                options.measures(), survey, bodies, hardener.alarm(), offset.map(name -> indexOf(target, name)), added);
    }

    private static int indexOf(BinaryenModule module, String global) {
        return module.globals().stream().map(GlobalInfo::name).toList().indexOf(global);
    }

    private boolean movesStart() {
        return movesFrames() && start.isPresent();
    }

    private boolean movesFrames() {
        return options.measures().contains(HardeningMeasure.FRAMES);
    }

    private int frameOffset() {
        return movesFrames() ? options.frameOffset() : 0;
    }
}
