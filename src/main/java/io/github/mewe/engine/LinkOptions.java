package io.github.mewe.engine;

import io.github.mewe.common.Sha256;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.profile.ProfileFile;
import io.github.mewe.profile.RecordedProfile;
import java.util.Map;
import java.util.Optional;

/**
 * How variants are linked.
 *
 * @param randomness where the discriminator's entropy comes from
 * @param maxOverhead the running time of the multivariant binary over the original's, at most, as it is predicted; at
 *     least 1
 * @param granularity when choices are made
 * @param profile what the module's functions did in a run; empty to guess it from the module's structure
 * @param weights how often the bodies of a function are chosen
 * @param dispatch what dispatchers look like, and how much of their choices shows
 * @param deployment where the output will run; empty for nowhere in particular
 */
public record LinkOptions(
        RandomnessSource randomness,
        double maxOverhead,
        GranularityChoice granularity,
        Optional<RecordedProfile> profile,
        WeightChoice weights,
        DispatchOptions dispatch,
        Optional<Deployment> deployment) {

    /** Options for no platform in particular. */
    public LinkOptions(
            RandomnessSource randomness,
            double maxOverhead,
            GranularityChoice granularity,
            Optional<RecordedProfile> profile,
            WeightChoice weights,
            DispatchOptions dispatch) {
        this(randomness, maxOverhead, granularity, profile, weights, dispatch, Optional.empty());
    }

    /**
     * The same options for a platform.
     *
     * @param other where the output will run; empty for nowhere in particular
     */
    public LinkOptions with(Optional<Deployment> other) {
        return new LinkOptions(randomness, maxOverhead, granularity, profile, weights, dispatch, other);
    }

    /**
     * The randomness source for a module, {@code auto} possibly.
     *
     * @param hasWasi whether it can be {@code wasi}
     */
    RandomnessSource source(boolean hasWasi) {
        return deployment
                .filter(Deployment::choosesRandomness)
                .map(where -> where.platform().randomness(hasWasi))
                .orElse(randomness);
    }

    LinkOptions with(DispatchOptions other) {
        return new LinkOptions(randomness, maxOverhead, granularity, profile, weights, other, deployment);
    }

    LinkOptions with(WeightChoice other) {
        return new LinkOptions(randomness, maxOverhead, granularity, profile, other, dispatch, deployment);
    }

    LinkOptions withProfile(Optional<RecordedProfile> recorded) {
        return new LinkOptions(randomness, maxOverhead, granularity, recorded, weights, dispatch, deployment);
    }

    /** Says what the options are, by the names that they have in a POM. */
    void describe(Map<String, String> parameters) {
        parameters.put("budget/maxOverhead", String.valueOf(maxOverhead));
        // Where it was left to the platform, nothing was configured.
        parameters.put(
                "randomness",
                deployment.filter(Deployment::choosesRandomness).isPresent() ? "" : randomness.configurationName());
        // Without one, the parameters are what they were before there were any, and so is the seed that derives from
        // them.
        deployment.ifPresent(
                where -> parameters.put("platform", where.platform().configurationName()));
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
