package io.github.mewe.equivalence.isolation;

import io.github.mewe.equivalence.harness.BodyFacts;
import io.github.mewe.equivalence.harness.UnsupportedCodeException;
import io.github.mewe.equivalence.harness.WasmBinary;
import io.github.mewe.report.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Variants of one function that are run beside the same original.
 *
 * @param function the function
 * @param real functions of the input that are real in the original and the variants, because a variant may contain them
 * @param variants the variants
 */
record VariantGroup(Manifest.Function function, Set<Integer> real, List<Manifest.Variant> variants) {
    private static final String STRUCTURE = "structure";
    private static final Set<String> CONTAINING = Set.of("inlining", "callee-merging");

    /** Variants contain callees of at most this size. */
    private static final int MOST_BYTES = 256;

    private static final int MOST_REAL = 48;

    /** Copies the lists. */
    VariantGroup {
        real = Set.copyOf(real);
        variants = List.copyOf(variants);
    }

    /** The same with some of the variants. */
    VariantGroup with(List<Manifest.Variant> some) {
        return new VariantGroup(function, real, some);
    }

    /**
     * Sorts the variants of a function into groups.
     *
     * @param function the function
     * @param input the input
     */
    static List<VariantGroup> of(Manifest.Function function, WasmBinary input) {
        Map<Set<Integer>, List<Manifest.Variant>> byReal = new LinkedHashMap<>();
        for (Manifest.Variant variant : function.variants()) {
            long depth = variant.chain().stream().filter(VariantGroup::contains).count();
            Set<Integer> real = depth == 0 ? Set.of() : contained(function.index(), input, (int) Math.min(depth, 4));
            byReal.computeIfAbsent(real, key -> new ArrayList<>()).add(variant);
        }
        var groups = new ArrayList<VariantGroup>();
        byReal.forEach((real, variants) -> groups.add(new VariantGroup(function, real, variants)));
        return groups;
    }

    private static boolean contains(Manifest.Step step) {
        return step.strategy().equals(STRUCTURE) && CONTAINING.contains(step.rule());
    }

    /** The callees that so many steps can bring into a body; the function itself is a stub wherever it is called. */
    private static Set<Integer> contained(int function, WasmBinary input, int depth) {
        Set<Integer> found = new TreeSet<>();
        Set<Integer> level = Set.of(function);
        for (int i = 0; i < depth; i++) {
            Set<Integer> next = new TreeSet<>();
            for (int caller : level) {
                for (int callee : callees(caller, input)) {
                    if (callee != function
                            && callee >= input.importedFunctions
                            && input.body(callee).size() <= MOST_BYTES
                            && found.size() < MOST_REAL
                            && found.add(callee)) {
                        next.add(callee);
                    }
                }
            }
            level = next;
        }
        return found;
    }

    /**
     * None of a body that cannot be executed on its own: its variants are refused with the reason when it is their
     * turn.
     */
    private static List<Integer> callees(int function, WasmBinary input) {
        try {
            return BodyFacts.of(input, input.body(function)).callees;
        } catch (UnsupportedCodeException e) {
            return List.of();
        }
    }
}
