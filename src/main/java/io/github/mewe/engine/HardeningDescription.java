package io.github.mewe.engine;

import io.github.mewe.harden.HardenedFrames;
import io.github.mewe.harden.StackUse;
import io.github.mewe.report.Manifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The manifest's section on hardening. */
final class HardeningDescription {
    private HardeningDescription() {}

    /**
     * Describes the hardening of an output.
     *
     * @param frames the hardened bodies
     * @param globals the names of the globals
     * @param heap the guards of heap blocks; null without that measure
     */
    static Manifest.Hardening of(HardenedFrames frames, OutputModule output, List<String> globals, Manifest.Heap heap) {
        Map<String, Integer> indices = new HashMap<>();
        for (int i = 0; i < output.functionOrder().size(); i++) {
            indices.put(output.functionOrder().get(i), i);
        }
        List<Manifest.HardenedBody> bodies = frames.bodies().entrySet().stream()
                .map(entry -> new Manifest.HardenedBody(
                        indices.get(entry.getKey()),
                        entry.getValue().padding(),
                        entry.getValue().isGuarded()))
                .sorted(Comparator.comparingInt(Manifest.HardenedBody::index))
                .toList();
        Map<String, List<Integer>> leftAlone = new TreeMap<>();
        frames.survey()
                .ifPresent(survey -> survey.notUnderstood()
                        .forEach((name, reason) -> leftAlone
                                .computeIfAbsent(reason, key -> new ArrayList<>())
                                .add(indices.get(name))));
        leftAlone.values().forEach(functions -> functions.sort(null));
        return new Manifest.Hardening(
                frames.measureNames(),
                frames.survey()
                        .map(survey -> globals.indexOf(survey.pointer().global()))
                        .orElse(null),
                frames.survey().map(survey -> survey.framed().size()).orElse(0),
                bodies,
                leftAlone,
                frames.alarm().map(indices::get).orElse(null),
                frames.offset().orElse(null),
                movedStart(frames.stack()),
                frames.stack().addedBytes(),
                heap);
    }

    private static Manifest.MovedStart movedStart(StackUse stack) {
        if (stack.startBytes() == 0) {
            return null;
        }
        OptionalLong size = stack.extent().orElseThrow().size();
        return new Manifest.MovedStart(stack.startBytes(), size.isPresent() ? size.getAsLong() : null);
    }
}
