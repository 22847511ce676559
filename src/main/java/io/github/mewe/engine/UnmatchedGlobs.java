package io.github.mewe.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the globs of a request that match no function. */
public final class UnmatchedGlobs {
    private UnmatchedGlobs() {}

    /**
     * Returns a warning for each glob that matches no function.
     *
     * @param request the request
     * @param functions the names of all functions that the diversified modules define
     */
    public static List<String> in(DiversificationRequest request, Set<String> functions) {
        NameFilter filter = request.generation().functions();
        LinkOptions linking = request.linking();
        List<String> overrides = linking.granularity().overrides().stream()
                .map(GranularityChoice.Override::functions)
                .toList();
        List<String> weights = linking.weights().rules().stream()
                .map(WeightChoice.Rule::functions)
                .toList();
        var warnings = new ArrayList<String>();
        warn("<includes> (mewe.includes)", filter.includes(), functions, warnings);
        warn("<excludes> (mewe.excludes)", filter.excludes(), functions, warnings);
        List<String> constantTime = request.generation().constantTime();
        if (!constantTime.equals(FunctionMarks.CONSTANT_TIME)) {
            warn("<constantTime> (mewe.constantTime)", constantTime, functions, warnings);
        }
        warn("<granularityOverrides>", overrides, functions, warnings);
        warn("<weights>", weights, functions, warnings);
        return warnings;
    }

    private static void warn(String parameter, List<String> globs, Set<String> functions, List<String> warnings) {
        for (String glob : NameFilter.unmatched(globs, functions)) {
            warnings.add("the glob '" + glob + "' in " + parameter
                    + " matches no function. Check its spelling; the manifest lists the names of all functions");
        }
    }
}
