package io.github.mewe.engine;

import io.github.mewe.link.LinkedFunction;
import io.github.mewe.link.LinkedFunction.LinkedVariant;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.wasm.EngineLimit;
import io.github.mewe.wasm.LimitCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Checks whether engines accept a linked binary, and decides what to link without if they do not. Limits that the input
 * exceeds do not count.
 */
final class EngineAcceptance {
    private static final String REASON = "over a limit of engines: ";

    private final Map<EngineLimit, Integer> inputSizes;
    private final Set<Integer> exceedingInInput;

    EngineAcceptance(InputModule input) {
        var check = new LimitCheck(input.bytes(), input.layout());
        this.inputSizes = check.sizes();
        this.exceedingInInput = check.functions().keySet();
    }

    /**
     * The parts of a binary.
     *
     * @param functions every defined function with its variants
     * @param leftAlone why functions must not be changed, by their indices among the defined ones
     */
    record Linkable(List<FunctionVariants> functions, Map<Integer, String> leftAlone) {
        /** Copies the collections. */
        Linkable {
            functions = List.copyOf(functions);
            leftAlone = Map.copyOf(leftAlone);
        }
    }

    /**
     * Finds the parts that engines accept.
     *
     * @param parts the parts of a binary
     * @param linked the binary
     * @return fewer parts; empty if engines accept the binary
     */
    Optional<Linkable> accepted(Linkable parts, LinkedBinary linked) {
        if (linked.isUnchanged()) {
            return Optional.empty();
        }
        OutputModule output = linked.output();
        var check = new LimitCheck(output.bytes(), output.layout());
        Optional<Linkable> fewer = withoutExceedingFunctions(parts, linked, check.functions());
        return fewer.isPresent() ? fewer : withFewerVariants(parts, check.sizes());
    }

    private Optional<Linkable> withoutExceedingFunctions(
            Linkable parts, LinkedBinary linked, SortedMap<Integer, String> exceeding) {
        Map<String, Integer> variants = new HashMap<>();
        Map<String, LinkedFunction> owners = new HashMap<>();
        for (LinkedFunction function : linked.functions()) {
            owners.put(function.name(), function);
            function.original().ifPresent(name -> owners.put(name, function));
            for (int i = 0; i < function.variants().size(); i++) {
                LinkedVariant variant = function.variants().get(i);
                int number = i;
                owners.put(variant.name(), function);
                variants.put(variant.name(), i);
                variant.helpers().forEach(helper -> {
                    owners.put(helper, function);
                    variants.put(helper, number);
                });
            }
        }
        var functions = new ArrayList<>(parts.functions());
        Map<Integer, String> leftAlone = new HashMap<>(parts.leftAlone());
        Map<Integer, Set<Integer>> dropped = new HashMap<>();
        boolean isChanged = false;
        for (Map.Entry<Integer, String> excess : exceeding.entrySet()) {
            String name = linked.output().functionOrder().get(linked.output().imports() + excess.getKey());
            LinkedFunction owner = owners.get(name);
            if (owner != null) {
                FunctionVariants whole = parts.functions().get(owner.index());
                Set<Integer> without = dropped.computeIfAbsent(owner.index(), index -> new HashSet<>());
                if (variants.containsKey(name)) {
                    without.add(variants.get(name));
                } else {
                    whole.variants().forEach(variant -> without.add(without.size()));
                }
                functions.set(
                        owner.index(),
                        whole.without(without, REASON + "for every variant found, " + excess.getValue()));
                isChanged = true;
            } else {
                isChanged |= leaveAlone(name, excess.getValue(), functions, leftAlone);
            }
        }
        return isChanged ? Optional.of(new Linkable(functions, leftAlone)) : Optional.empty();
    }

    /** Leaves a function alone that exceeds a limit only after it has been read and written again. */
    private boolean leaveAlone(
            String name, String excess, List<FunctionVariants> functions, Map<Integer, String> leftAlone) {
        for (FunctionVariants function : functions) {
            if (function.name().equals(name) && !exceedingInInput.contains(function.index())) {
                String reason = "written again, " + excess;
                functions.set(function.index(), function.without("left alone: " + reason));
                return leftAlone.putIfAbsent(function.index(), reason) == null;
            }
        }
        return false;
    }

    private Optional<Linkable> withFewerVariants(Linkable parts, Map<EngineLimit, Integer> sizes) {
        for (Map.Entry<EngineLimit, Integer> size : sizes.entrySet()) {
            EngineLimit limit = size.getKey();
            int before = inputSizes.get(limit);
            if (size.getValue() > limit.max() && before <= limit.max()) {
                double share = (double) (limit.max() - before) / (size.getValue() - before);
                return Optional.of(new Linkable(first(parts.functions(), share, limit), parts.leftAlone()));
            }
        }
        return Optional.empty();
    }

    /** Keeps less than a share of all variants: those of the first functions. */
    private static List<FunctionVariants> first(List<FunctionVariants> functions, double share, EngineLimit limit) {
        int all = functions.stream()
                .mapToInt(function -> function.variants().size())
                .sum();
        int left = Math.min((int) (all * share), all - 1);
        String reason = REASON + "with variants of this function, the module would have more than " + limit;
        var kept = new ArrayList<FunctionVariants>();
        for (FunctionVariants function : functions) {
            left -= function.variants().size();
            kept.add(left >= 0 || function.variants().isEmpty() ? function : function.without(reason));
        }
        return kept;
    }
}
