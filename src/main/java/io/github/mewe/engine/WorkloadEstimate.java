package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.profile.BodyEstimate;
import io.github.mewe.profile.StaticEstimate;
import io.github.mewe.profile.Workload;
import io.github.mewe.variant.GenerationSource;
import java.util.ArrayList;

/** Estimates a module's workload from its structure. */
public final class WorkloadEstimate {
    private WorkloadEstimate() {}

    public static Workload of(GenerationSource source, BinaryenModule module) {
        var names = new ArrayList<String>();
        var runs = new ArrayList<BodyEstimate>();
        for (int i = 0; i < source.functionCount(); i++) {
            names.add(source.functionName(i));
            runs.add(BodyEstimate.of(source.lift(i).root()));
        }
        return StaticEstimate.of(names, runs, module.exportedFunctions(), module.referencedFunctions());
    }
}
