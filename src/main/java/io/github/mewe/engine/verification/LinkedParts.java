package io.github.mewe.engine.verification;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.LinkPlan;
import io.github.mewe.link.LinkedFunction;
import io.github.mewe.link.MultivariantLinker;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Links parts of a variant into the input module. */
final class LinkedParts {
    private static final LinkPlan.DrawKey ANY_KEY = new LinkPlan.DrawKey(0, 0);

    private final Manifest manifest;

    LinkedParts(Manifest manifest) {
        this.manifest = manifest;
    }

    /**
     * Links parts as variants of a function.
     *
     * @param module the input, which is modified
     * @param place the number of the function among the defined functions, from 0
     */
    LinkedFunction link(BinaryenModule module, int place, List<VariantHistory.Part> parts) {
        var plan = new LinkPlan(functions(place, parts), Granularity.INSTANCE, RandomnessSource.FIXED, ANY_KEY);
        return new MultivariantLinker(module).link(plan).get(0);
    }

    private List<FunctionVariants> functions(int place, List<VariantHistory.Part> parts) {
        var functions = new ArrayList<FunctionVariants>();
        for (int i = 0; i < manifest.functions().size(); i++) {
            Manifest.Function function = manifest.functions().get(i);
            List<FunctionVariants.Sized> variants = i != place
                    ? List.of()
                    : parts.stream().map(part -> sized(part.variant())).toList();
            functions.add(new FunctionVariants(
                    i,
                    function.name(),
                    new ExprStatistics(function.instructions(), function.bytes()),
                    variants,
                    variants.isEmpty() ? Optional.of("not compared") : Optional.empty(),
                    false));
        }
        return functions;
    }

    private static FunctionVariants.Sized sized(Variant variant) {
        return new FunctionVariants.Sized(variant, variant.bytes(), 1);
    }
}
