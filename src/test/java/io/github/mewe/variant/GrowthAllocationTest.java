package io.github.mewe.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Nop;
import io.github.mewe.ir.Signature;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests which functions get variants if not all variants fit. */
class GrowthAllocationTest {
    private static final int LARGE = 400;
    private static final int SMALL = 100;

    private final List<FunctionVariants> functions =
            List.of(function(0, SMALL), function(1, LARGE), function(2, SMALL), function(3, LARGE));

    @Test
    void givesEveryFunctionOneVariantBeforeAnyGetsTwo() {
        for (int room = 0; room < 8000; room += 50) {
            List<Integer> kept = kept(Set.of(), room);
            boolean twice = kept.stream().anyMatch(count -> count > 1);
            assertTrue(!twice || kept.stream().allMatch(count -> count >= 1), room + " gives " + kept);
        }
    }

    @Test
    void servesExportedFunctionsFirstAndThenSmallerOnes() {
        int oneSmall = room(Set.of(), List.of(1, 0, 0, 0));
        assertTrue(oneSmall > 0, "the first of the smaller functions comes first");
        int exportedLarge = room(Set.of("f3"), List.of(0, 0, 0, 1));
        assertTrue(exportedLarge > oneSmall, "an exported function comes before smaller ones");
        assertTrue(room(Set.of("f3"), List.of(1, 0, 0, 1)) > 0, "then the smaller function");
    }

    @Test
    void givesSecondVariantsToLargerFunctionsFirst() {
        int oneLarge = room(Set.of(), List.of(1, 2, 1, 1));
        assertTrue(oneLarge > 0, "the first of the larger functions comes first");
        assertTrue(room(Set.of("f2"), List.of(1, 1, 2, 1)) > 0, "an exported function comes before larger ones");
    }

    @Test
    void keepsAllVariantsThatFit() {
        assertEquals(List.of(3, 3, 3, 3), kept(Set.of(), 100_000));
        GrowthAllocation.within(functions, List.of(1, 1, 1, 1), Set.of(), 4, 0)
                .forEach(function -> assertTrue(function.reason().orElseThrow().contains("maxGrowth")));
    }

    @Test
    void reservesRoomForTheArgumentsThatADispatcherPasses() {
        int without = roomForOne(new Signature(List.of(), ValueType.NONE));
        int with = roomForOne(new Signature(Collections.nCopies(10, ValueType.I32), ValueType.NONE));
        assertEquals(2 * 10 * 2, with - without, "two calls with ten arguments of two bytes");
    }

    private static int roomForOne(Signature signature) {
        List<FunctionVariants> functions = List.of(function(0, SMALL, signature));
        return IntStream.range(0, 8000)
                .filter(room -> !GrowthAllocation.within(functions, List.of(SMALL), Set.of(), 1, room)
                        .get(0)
                        .variants()
                        .isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void givesEveryFunctionItsUsualVariantsBeforeAnyGetsMore() {
        List<FunctionVariants> withShort = List.of(function(0, 8), function(1, LARGE));
        for (int room = 0; room < 4000; room += 10) {
            List<Integer> kept = GrowthAllocation.within(withShort, List.of(8, LARGE), Set.of(), 2, room).stream()
                    .map(function -> function.variants().size())
                    .toList();
            assertTrue(kept.get(1) <= 2 || kept.get(0) >= 2, room + " gives " + kept);
        }
    }

    /** The minimum budget, in bytes, with which functions get a number of variants; 0 if none suffices. */
    private int room(Set<String> exported, List<Integer> wanted) {
        for (int room = 1; room < 8000; room += 10) {
            if (kept(exported, room).equals(wanted)) {
                return room;
            }
        }
        return 0;
    }

    private List<Integer> kept(Set<String> exported, long room) {
        return GrowthAllocation.within(functions, List.of(SMALL, LARGE, SMALL, LARGE), exported, 4, room).stream()
                .map(function -> function.variants().size())
                .toList();
    }

    private static FunctionVariants function(int index, int bytes) {
        return function(index, bytes, new Signature(List.of(), ValueType.NONE));
    }

    private static FunctionVariants function(int index, int bytes, Signature signature) {
        String name = "f" + index;
        var body = new FunctionBody(name, signature, List.of(), new Nop());
        var variants = new ArrayList<Sized>();
        for (int i = 0; i < 3; i++) {
            variants.add(new Sized(Variant.original(body), bytes, 1));
        }
        return new FunctionVariants(
                index, name, new ExprStatistics(bytes / 2, bytes), variants, Optional.empty(), false);
    }
}
