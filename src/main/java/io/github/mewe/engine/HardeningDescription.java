package io.github.mewe.engine;

import io.github.mewe.harden.HardenedFrames;
import io.github.mewe.report.Manifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The manifest's section on hardening. */
final class HardeningDescription {
    private HardeningDescription() {}

    /** Describes the hardened bodies of an output. */
    static Manifest.Hardening of(HardenedFrames frames, OutputModule output, List<String> globals) {
        Map<String, Integer> indices = new HashMap<>();
        for (int i = 0; i < output.functionOrder().size(); i++) {
            indices.put(output.functionOrder().get(i), i);
        }
        var bodies = new ArrayList<Manifest.HardenedBody>();
        new TreeMap<>(frames.bodies())
                .forEach((name, body) ->
                        bodies.add(new Manifest.HardenedBody(indices.get(name), body.padding(), body.isGuarded())));
        bodies.sort((one, other) -> Integer.compare(one.index(), other.index()));
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
                frames.addedStackBytes());
    }
}
