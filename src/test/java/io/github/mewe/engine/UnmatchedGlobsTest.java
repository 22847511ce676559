package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.link.RandomnessSource;
import io.github.mewe.link.Weights;
import io.github.mewe.variant.VariantBudget;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The warnings about globs that have no effect. */
class UnmatchedGlobsTest {
    private static final Set<String> FUNCTIONS = Set.of("gcd", "collatz");

    private static DiversificationRequest request(String glob) {
        return new DiversificationRequest(
                        new VariantBudget(4, 8, 1.3, Optional.empty()),
                        Optional.empty(),
                        new NameFilter(List.of("*", glob), List.of(glob)),
                        List.of(),
                        RandomnessSource.AUTO)
                .withGranularity(new GranularityChoice(
                        Optional.empty(), List.of(new GranularityChoice.Override(glob, Optional.empty()))))
                .with(new WeightChoice(true, List.of(new WeightChoice.Rule(glob, Weights.EQUAL))));
    }

    @Test
    void namesTheParameterOfEachGlobThatMatchesNoFunction() {
        List<String> warnings = UnmatchedGlobs.in(request("gdc"), FUNCTIONS);
        String rest = " matches no function. Check its spelling; the manifest lists the names of all functions";
        assertEquals(
                List.of(
                        "the glob 'gdc' in <includes> (mewe.includes)" + rest,
                        "the glob 'gdc' in <excludes> (mewe.excludes)" + rest,
                        "the glob 'gdc' in <granularityOverrides>" + rest,
                        "the glob 'gdc' in <weights>" + rest),
                warnings);
    }

    @Test
    void isSilentAboutGlobsThatMatch() {
        assertEquals(List.of(), UnmatchedGlobs.in(request("?cd"), FUNCTIONS));
        assertEquals(List.of(), UnmatchedGlobs.in(request("coll*"), FUNCTIONS));
    }
}
