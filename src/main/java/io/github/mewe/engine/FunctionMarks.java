package io.github.mewe.engine;

import io.github.mewe.report.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The functions that generation treats in a special way.
 *
 * @param unchanged the names of the functions of the allocator that have guards, and no variants
 * @param constantTime globs for the names of functions whose run time must not depend on data
 */
public record FunctionMarks(Set<String> unchanged, List<String> constantTime) {
    /** No marks. */
    static final FunctionMarks NONE = new FunctionMarks(Set.of(), List.of());

    /** The default of {@code constantTime}. */
    public static final List<String> CONSTANT_TIME = List.of("*verify*", "*memcmp*", "crypto_*", "ct_*");

    private static final String PARAMETER = "constantTime";

    /** Copies the collections. */
    public FunctionMarks {
        unchanged = Set.copyOf(unchanged);
        constantTime = List.copyOf(constantTime);
    }

    /** The marks that a binary was made with. */
    public static FunctionMarks of(Manifest manifest) {
        String globs = manifest.parameters().get(PARAMETER);
        return new FunctionMarks(
                manifest.unchangedAllocator(), globs == null ? CONSTANT_TIME : List.of(globs.split(",")));
    }

    /** Adds the globs, unless they are the default ones, to the parameters by their names in a POM. */
    static void describe(List<String> constantTime, Map<String, String> parameters) {
        if (!constantTime.equals(CONSTANT_TIME)) {
            parameters.put(PARAMETER, String.join(",", constantTime));
        }
    }
}
