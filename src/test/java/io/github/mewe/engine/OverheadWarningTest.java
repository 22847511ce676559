package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.link.Granularity;
import io.github.mewe.link.GranularityPlan;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.profile.RecordedProfile;
import io.github.mewe.variant.VariantBudget;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The warning about a binary that exceeds the overhead budget. */
class OverheadWarningTest {
    private static final RecordedProfile PROFILE =
            new RecordedProfile(RecordedProfile.SCHEMA_VERSION, "in.wasm", "", 0, 1, List.of());

    private static Optional<String> warning(
            double overhead, Optional<RecordedProfile> profile, GranularityChoice granularity) {
        var request = new DiversificationRequest(
                        new VariantBudget(4, 8, 1.3, Optional.empty()),
                        Optional.empty(),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.AUTO)
                .withGranularity(granularity)
                .withProfile(profile);
        return OverheadWarning.of(request.linking(), new GranularityPlan(List.of(), overhead));
    }

    @Test
    void warnsOfAProfileThatExceedsTheBudget() {
        String text =
                warning(1.36, Optional.of(PROFILE), GranularityChoice.AUTOMATIC).orElseThrow();
        assertTrue(
                text.startsWith(
                        "predicted run time x1.36 exceeds <budget><maxOverhead> (mewe.maxOverhead), which is 1.10"),
                text);
    }

    @Test
    void doesNotWarnWithinTheBudgetOrOfAnEstimateOrAConfiguredGranularity() {
        Optional<String> none = Optional.empty();
        assertEquals(none, warning(1.1, Optional.of(PROFILE), GranularityChoice.AUTOMATIC));
        assertEquals(none, warning(1.36, Optional.empty(), GranularityChoice.AUTOMATIC));
        var each = new GranularityChoice(Optional.of(Granularity.CALL), List.of());
        assertEquals(none, warning(1.36, Optional.of(PROFILE), each));
    }
}
