package io.github.mewe.engine.reporting;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.StackListing;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.html.BodyTexts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Selects the functions whose bodies the report shows as text: the hottest first, larger ones first among equally hot
 * ones, until the space is used.
 */
final class TextSelection {
    /** One function takes at most the space divided by this number. */
    private static final int LARGEST = 8;

    /** The bytes of code per byte of compressed text, rounded up: a few functions too many do no harm. */
    private static final double CODE_OF_TEXT = 2;

    private final BinaryenModule module;
    private final Manifest manifest;
    private final List<String> names;

    /**
     * Creates a selection.
     *
     * @param module the multivariant binary
     * @param manifest its manifest
     */
    TextSelection(BinaryenModule module, Manifest manifest) {
        this.module = module;
        this.manifest = manifest;
        this.names = module.outputOrder();
    }

    /**
     * The bodies of the selected functions.
     *
     * @param room the space for them, in bytes after compression
     */
    List<BodyTexts> within(int room) {
        List<Integer> chosen = chosen(room);
        var listed = new ArrayList<String>();
        chosen.forEach(place -> listed.addAll(bodies(manifest.functions().get(place))));
        Map<String, String> texts = StackListing.of(module, listed);
        var all = new ArrayList<BodyTexts>();
        for (int place : chosen) {
            Manifest.Function function = manifest.functions().get(place);
            var bodies = new ArrayList<BodyTexts.Body>();
            if (function.originalIndex() != null) {
                bodies.add(new BodyTexts.Body(function.originalName(), texts.get(names.get(function.originalIndex()))));
            }
            function.variants().forEach(v -> bodies.add(new BodyTexts.Body(v.name(), texts.get(names.get(v.index())))));
            all.add(new BodyTexts(place, bodies));
        }
        return all;
    }

    private List<Integer> chosen(int room) {
        double left = CODE_OF_TEXT * room;
        var chosen = new ArrayList<Integer>();
        List<Integer> order = IntStream.range(0, manifest.functions().size())
                .boxed()
                .filter(place -> !manifest.functions().get(place).variants().isEmpty())
                .sorted(Comparator.comparingDouble(this::share)
                        .thenComparingInt(
                                place -> manifest.functions().get(place).bytes())
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        for (int place : order) {
            long bytes = bytes(manifest.functions().get(place));
            if (bytes <= left && bytes <= CODE_OF_TEXT * room / LARGEST) {
                chosen.add(place);
                left -= bytes;
            }
        }
        return chosen;
    }

    private double share(int place) {
        Manifest.Load load = manifest.functions().get(place).load();
        return load == null ? 0 : load.share();
    }

    private static long bytes(Manifest.Function function) {
        return function.bytes()
                + function.variants().stream()
                        .mapToLong(Manifest.Variant::bytes)
                        .sum();
    }

    private List<String> bodies(Manifest.Function function) {
        var bodies = new ArrayList<String>();
        if (function.originalIndex() != null) {
            bodies.add(names.get(function.originalIndex()));
        }
        function.variants().forEach(variant -> bodies.add(names.get(variant.index())));
        return bodies;
    }
}
