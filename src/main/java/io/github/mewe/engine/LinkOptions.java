package io.github.mewe.engine;

import io.github.mewe.common.Sha256;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.profile.ProfileFile;
import io.github.mewe.profile.RecordedProfile;
import java.util.Map;
import java.util.Optional;

/**
 * The options for linking variants.
 *
 * @param target the host that the output is made for
 * @param maxOverhead the maximum ratio of the output's predicted run time to the input's; at least 1
 * @param granularity the configured granularities
 * @param profile the calls and costs of a recorded run; empty to estimate them from the code
 * @param weights the configured weights of bodies
 * @param dispatch the shape of dispatchers, tracing and forcing
 */
public record LinkOptions(
        Target target,
        double maxOverhead,
        GranularityChoice granularity,
        Optional<RecordedProfile> profile,
        WeightChoice weights,
        DispatchOptions dispatch) {
    /** The default of {@code maxOverhead}. */
    public static final double MAX_OVERHEAD = 1.1;

    /** The default options for a target. */
    public static LinkOptions defaultsFor(Target target) {
        return new LinkOptions(
                target,
                MAX_OVERHEAD,
                GranularityChoice.AUTOMATIC,
                Optional.empty(),
                WeightChoice.EQUAL,
                DispatchOptions.DEFAULT);
    }

    LinkOptions with(Target other) {
        return new LinkOptions(other, maxOverhead, granularity, profile, weights, dispatch);
    }

    LinkOptions withMaxOverhead(double other) {
        return new LinkOptions(target, other, granularity, profile, weights, dispatch);
    }

    LinkOptions with(GranularityChoice other) {
        return new LinkOptions(target, maxOverhead, other, profile, weights, dispatch);
    }

    LinkOptions withProfile(Optional<RecordedProfile> other) {
        return new LinkOptions(target, maxOverhead, granularity, other, weights, dispatch);
    }

    LinkOptions with(WeightChoice other) {
        return new LinkOptions(target, maxOverhead, granularity, profile, other, dispatch);
    }

    LinkOptions with(DispatchOptions other) {
        return new LinkOptions(target, maxOverhead, granularity, profile, weights, other);
    }

    /** Adds the options by their names in a POM. The seed derives from names and values: neither may change. */
    void describe(Map<String, String> parameters) {
        parameters.put("budget/maxOverhead", String.valueOf(maxOverhead));
        target.describe(parameters);
        parameters.put("granularity", granularity.toString());
        parameters.put("profile", profile.map(LinkOptions::hash).orElse(""));
        parameters.put("includeOriginal", String.valueOf(weights.includeOriginal()));
        parameters.put("weights", weights.rulesText());
        parameters.put("dispatch", dispatch.shape().configurationName());
        parameters.put("trace", dispatch.trace().configurationName());
        parameters.put("debug", String.valueOf(dispatch.forceable()));
    }

    private static String hash(RecordedProfile profile) {
        return Sha256.hex(new ProfileFile().format(profile));
    }
}
