package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.harden.HeapGuard;
import io.github.mewe.harden.HeapSurvey;
import io.github.mewe.link.DiscriminatorPart;
import io.github.mewe.link.HeapWord;
import io.github.mewe.link.MultivariantLinker;
import io.github.mewe.report.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The guards of heap blocks as a request asks for them.
 *
 * @param survey the allocator of the input; empty if the request does not ask for the measure
 * @param limit the number of bytes that slack and waiting blocks may take
 */
record HeapHardening(Optional<HeapSurvey> survey, int limit) {
    private static final String NO_VARIANTS = "no function has variants";

    /** Surveys the input if the request asks for guards. */
    static HeapHardening of(DiversificationJob job, BinaryenModule module) {
        HardeningOptions options = job.request().hardening();
        return new HeapHardening(
                Optional.of(HardeningMeasure.HEAP)
                        .filter(options.measures()::contains)
                        .map(measure -> HeapSurvey.of(
                                module, job.input().bytes(), options.heap().functions())),
                options.heap().limit());
    }

    private Optional<HeapSurvey> guarded() {
        return survey.filter(HeapSurvey::isGuarded);
    }

    /** The functions that must have no variants and must not be inlined. */
    Set<String> unchanged() {
        return guarded().map(HeapSurvey::unchanged).orElse(Set.of());
    }

    /** The addition to the discriminator. */
    List<DiscriminatorPart> parts() {
        return guarded()
                .<List<DiscriminatorPart>>map(found -> List.of(new HeapWord()))
                .orElse(List.of());
    }

    /**
     * Adds the guards to a linked module, whose discriminator has the parts.
     *
     * @return the name of the function that traps if a canary has changed; empty if there are no guards
     */
    Optional<String> apply(BinaryenModule target, MultivariantLinker linker) {
        return guarded().map(found -> {
            var guard = new HeapGuard(target, found, linker::adapted);
            guard.apply(limit);
            return guard.alarm();
        });
    }

    /**
     * Describes the guards.
     *
     * @param output the module with the guards
     * @param alarm the function that traps if a canary has changed; empty if there are no guards
     * @return null if the request does not ask for the measure
     */
    Manifest.Heap description(OutputModule output, Optional<String> alarm) {
        if (survey.isEmpty()) {
            return null;
        }
        if (alarm.isEmpty()) {
            return new Manifest.Heap(
                    List.of(), List.of(), limit, null, survey.get().obstacle().orElse(NO_VARIANTS));
        }
        List<String> order = output.functionOrder();
        List<Manifest.HeapFunction> functions = survey.get().functions().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new Manifest.HeapFunction(entry.getKey().cName(), order.indexOf(entry.getValue())))
                .toList();
        return new Manifest.Heap(
                functions, unchanged().stream().sorted().toList(), limit, order.indexOf(alarm.get()), null);
    }
}
