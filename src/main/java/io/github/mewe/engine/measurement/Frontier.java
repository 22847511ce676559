package io.github.mewe.engine.measurement;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.common.DeepThread;
import io.github.mewe.engine.ModuleSource;
import io.github.mewe.engine.ProfiledFunctions;
import io.github.mewe.engine.WorkloadEstimate;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.link.GranularityPlan;
import io.github.mewe.link.GranularityPlanner;
import io.github.mewe.link.Mode;
import io.github.mewe.link.Weights;
import io.github.mewe.measure.Distributions;
import io.github.mewe.profile.FunctionLoad;
import io.github.mewe.profile.ProfileMatch;
import io.github.mewe.profile.RecordedProfile;
import io.github.mewe.profile.Workload;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Measurement.Budgeted;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.Variant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Predicts the effect of other overhead budgets. Plans the choices among the bodies of a binary again for each budget;
 * ignores configured granularities.
 */
final class Frontier {
    /** A budget that no plan reaches: no limit. */
    private static final double UNLIMITED = 1000;

    private static final List<Double> BUDGETS = List.of(1.0, 1.02, 1.05, 1.1, 1.2, 1.5, 2.0, UNLIMITED);

    private final byte[] input;
    private final byte[] binary;
    private final Manifest manifest;
    private final Optional<RecordedProfile> profile;

    /**
     * Creates a frontier.
     *
     * @param input the input module of the binary
     * @param binary the multivariant binary
     * @param manifest its manifest
     * @param profile the profile that the build used, if any
     */
    Frontier(byte[] input, byte[] binary, Manifest manifest, Optional<RecordedProfile> profile) {
        this.input = input;
        this.binary = binary;
        this.manifest = manifest;
        this.profile = profile;
    }

    /** The prediction for each budget, in ascending order. */
    List<Budgeted> budgets() {
        return DeepThread.call(this::budgetsDeep);
    }

    private List<Budgeted> budgetsDeep() {
        try (BinaryenModule original = BinaryenModule.open(input);
                BinaryenModule module = BinaryenModule.open(binary)) {
            var source = new ModuleSource(original, input);
            Workload workload = profile.flatMap(recorded -> ProfileMatch.of(
                                    recorded,
                                    ProfiledFunctions.of(manifest.input().name(), input, original))
                            .workload())
                    .orElseGet(() -> WorkloadEstimate.of(source, original, 1));
            List<FunctionVariants> functions = functions(source, module);
            Set<String> withoutOriginal = new HashSet<>();
            for (int i = 0; i < functions.size(); i++) {
                if (manifest.functions().get(i).originalIndex() == null) {
                    withoutOriginal.add(functions.get(i).name());
                }
            }
            return BUDGETS.stream()
                    .map(budget -> budgeted(
                            budget,
                            workload,
                            functions,
                            new GranularityPlanner(
                                            workload,
                                            budget,
                                            name -> Optional.empty(),
                                            name -> withoutOriginal.contains(name)
                                                    ? Weights.EQUAL.withoutOriginal()
                                                    : Weights.EQUAL,
                                            source.framePreserving())
                                    .plan(functions)))
                    .toList();
        }
    }

    private List<FunctionVariants> functions(ModuleSource source, BinaryenModule module) {
        List<String> names = module.functions().stream().map(FunctionInfo::name).toList();
        var functions = new ArrayList<FunctionVariants>();
        for (int i = 0; i < manifest.functions().size(); i++) {
            Manifest.Function function = manifest.functions().get(i);
            var variants = new ArrayList<Sized>();
            if (!function.variants().isEmpty()) {
                Variant original = Variant.original(source.lift(i));
                for (Manifest.Variant variant : function.variants()) {
                    double slowDown = cost(variant, module, names) / Math.max(1, original.cost());
                    // The planner needs only the slow-down, so the bodies can be dropped.
                    variants.add(new Sized(original, variant.bytes(), slowDown));
                }
            }
            functions.add(new FunctionVariants(
                    i,
                    source.functionName(i),
                    new ExprStatistics(function.instructions(), function.bytes()),
                    variants,
                    Optional.ofNullable(function.reason()),
                    false));
        }
        return functions;
    }

    private static double cost(Manifest.Variant variant, BinaryenModule module, List<String> names) {
        List<FunctionBody> helpers = variant.helpers().stream()
                .map(helper -> module.lift(names.get(helper)))
                .toList();
        return new Variant(module.lift(names.get(variant.index())), helpers, List.of()).cost();
    }

    private Budgeted budgeted(
            double budget, Workload workload, List<FunctionVariants> functions, GranularityPlan plan) {
        int atEachCall = 0;
        int paced = 0;
        int oncePerInstance = 0;
        int bound = 0;
        double bits = 0;
        for (int i = 0; i < functions.size(); i++) {
            Manifest.Choice choice = manifest.functions().get(i).choice();
            if (choice != null) {
                Mode mode = plan.modes().get(i);
                switch (mode.granularity()) {
                    case CALL -> atEachCall++;
                    case PACED -> paced++;
                    case INSTANCE -> oncePerInstance++;
                    case BOUND -> bound++;
                }
                FunctionLoad load = workload.functions().get(i);
                bits += choice.bits() * mode.draws(load);
            }
        }
        return new Budgeted(
                budget,
                Distributions.rounded(plan.overhead()),
                atEachCall,
                paced,
                oncePerInstance,
                bound,
                Distributions.rounded(bits));
    }
}
