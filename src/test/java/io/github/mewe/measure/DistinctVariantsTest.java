package io.github.mewe.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.report.Manifest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests which variants count as distinct. */
class DistinctVariantsTest {

    @Test
    void variantsEqualToTheOriginalOrASiblingDoNotCount() {
        var fingerprints = Map.of(0, "a", 1, "a", 2, "b", 3, "b", 4, "c");
        assertEquals(2, new DistinctVariants(fingerprints::get).of(function(1, 2, 3, 4)));
        assertEquals(0, new DistinctVariants(fingerprints::get).of(function(1)));
        assertEquals(1, new DistinctVariants(fingerprints::get).of(function(2, 3)));
    }

    @Test
    void removedVariantsDoNotCount() {
        assertEquals(1, new DistinctVariants(Map.of(0, "a", 2, "b")::get).of(function(1, 2)));
    }

    @Test
    void helpersArePartOfAVariant() {
        var fingerprints = Map.of(0, "a", 1, "b", 2, "b", 10, "x", 20, "y");
        var one = new Manifest.Variant(1, "f$v1", 1, List.of(10), List.of());
        assertEquals(2, count(fingerprints, one, new Manifest.Variant(2, "f$v2", 1, List.of(20), List.of())));
        assertEquals(1, count(fingerprints, one, new Manifest.Variant(2, "f$v2", 1, List.of(10), List.of())));
    }

    private static int count(Map<Integer, String> fingerprints, Manifest.Variant... variants) {
        return new DistinctVariants(fingerprints::get).of(function(List.of(variants)));
    }

    private static Manifest.Function function(int... variants) {
        return function(Arrays.stream(variants)
                .mapToObj(index -> new Manifest.Variant(index, "f$v" + index, 1, List.of(), List.of()))
                .toList());
    }

    private static Manifest.Function function(List<Manifest.Variant> variants) {
        return new Manifest.Function("f", 0, 9, 10, 20, 0, "f$v0", null, null, variants, null);
    }
}
