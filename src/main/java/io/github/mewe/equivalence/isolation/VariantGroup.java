package io.github.mewe.equivalence.isolation;

import io.github.mewe.equivalence.harness.BodyFacts;
import io.github.mewe.report.Manifest;
import io.github.mewe.wasm.ModuleSections;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Variants of one function that run beside the same original.
 *
 * @param real the callees that are no stubs, in the original and the variants, because a variant may contain their code
 */
record VariantGroup(Manifest.Function function, Set<Integer> real, List<Manifest.Variant> variants) {
    private static final String STRUCTURE = "structure";
    private static final Set<String> CONTAINING = Set.of("inlining", "callee-merging");

    /** More than the size of the largest body that the generator takes into another, which has 240 bytes. */
    private static final int MOST_BYTES = 256;

    /** The number of real callees up to which variants run. */
    static final int MOST_REAL = 400;

    /** Copies the lists. */
    VariantGroup {
        real = Set.copyOf(real);
        variants = List.copyOf(variants);
    }

    /** The same with some of the variants. */
    VariantGroup with(List<Manifest.Variant> some) {
        return new VariantGroup(function, real, some);
    }

    /** Groups variants of a function. */
    static List<VariantGroup> of(Manifest.Function function, List<Manifest.Variant> chosen, ModuleSections input) {
        Map<Set<Integer>, List<Manifest.Variant>> byReal = new LinkedHashMap<>();
        Map<Integer, Set<Integer>> byDepth = new HashMap<>();
        for (Manifest.Variant variant : chosen) {
            int depth = (int)
                    variant.chain().stream().filter(VariantGroup::contains).count();
            Set<Integer> real = byDepth.computeIfAbsent(depth, levels -> contained(function.index(), input, levels));
            byReal.computeIfAbsent(real, key -> new ArrayList<>()).add(variant);
        }
        var groups = new ArrayList<VariantGroup>();
        byReal.forEach((real, variants) -> groups.add(new VariantGroup(function, real, variants)));
        return groups;
    }

    private static boolean contains(Manifest.Step step) {
        return step.strategy().equals(STRUCTURE) && CONTAINING.contains(step.rule());
    }

    /**
     * The callees that a number of steps can bring into a body, except the function itself. The set must be complete: a
     * stub in place of an inlined callee looks like a divergence. The search ends as soon as there are too many.
     */
    private static Set<Integer> contained(int function, ModuleSections input, int depth) {
        Set<Integer> found = new TreeSet<>();
        Set<Integer> level = Set.of(function);
        for (int i = 0; i < depth; i++) {
            Set<Integer> next = new TreeSet<>();
            for (int caller : level) {
                for (int callee : callees(caller, input)) {
                    if (callee != function
                            && callee >= input.importedFunctions()
                            && input.body(callee).size() <= MOST_BYTES
                            && found.size() <= MOST_REAL
                            && found.add(callee)) {
                        next.add(callee);
                    }
                }
            }
            level = next;
        }
        return found;
    }

    /** The callees of a function; none if its body is unsupported, which its variants are rejected for later. */
    private static List<Integer> callees(int function, ModuleSections input) {
        try {
            return BodyFacts.of(input, input.body(function)).callees;
        } catch (RuntimeException e) {
            return List.of();
        }
    }
}
