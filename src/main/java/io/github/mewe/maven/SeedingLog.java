package io.github.mewe.maven;

import io.github.mewe.engine.LoaderModule;
import io.github.mewe.engine.Platform;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.logging.Log;

/** Says once for all outputs of a build what their hosts have to do, or cannot do, so that runs differ. */
final class SeedingLog {
    private static final int NAMED = 3;
    private static final String SEED_EXPORT = "mewe_seed";

    private final boolean loader;
    private final Optional<Platform> platform;
    private final List<String> seededByHost = new ArrayList<>();
    private final Map<String, String> otherExports = new LinkedHashMap<>();
    private final List<String> fixed = new ArrayList<>();

    /**
     * An empty log.
     *
     * @param loader whether there is a loader that seeds
     * @param platform what the outputs will run on; empty if that is not known
     */
    SeedingLog(boolean loader, Optional<Platform> platform) {
        this.loader = loader;
        this.platform = platform;
    }

    /** Notes an output that was just made. */
    void add(Manifest manifest) {
        if (manifest.seeding() == null) {
            return;
        }
        if (manifest.randomness().equals(RandomnessSource.EXPORT.configurationName())) {
            if (SEED_EXPORT.equals(manifest.seedExport())) {
                seededByHost.add(manifest.output().name());
            } else {
                otherExports.put(manifest.output().name(), manifest.seedExport());
            }
        } else if (manifest.randomness().equals(RandomnessSource.FIXED.configurationName())) {
            fixed.add(manifest.output().name());
        }
    }

    /** Says it. */
    void report(Log log) {
        if (!seededByHost.isEmpty() && loader) {
            log.info("Let " + LoaderModule.FILE_NAME + " instantiate or seed " + names(seededByHost) + ", or call "
                    + SEED_EXPORT + " in each instance: until then its choices repeat");
        } else if (!seededByHost.isEmpty()) {
            log.warn("The choices of " + names(seededByHost) + " repeat in every instance until its host calls "
                    + SEED_EXPORT
                    + " there; " + advice());
        }
        otherExports.forEach((output, seedExport) -> log.warn("The choices of " + output
                + " repeat in every instance until its host calls " + seedExport + " there: what it exports as "
                + SEED_EXPORT + " is its own, and " + LoaderModule.FILE_NAME + " is not for it"));
        if (!fixed.isEmpty()) {
            log.warn("All runs of " + names(fixed) + " make the same choices, which is for tests only: <randomness>"
                    + " (mewe.randomness) is 'fixed'");
        }
    }

    /** How that is done, where the outputs will run. */
    private String advice() {
        if (platform.isEmpty() || platform.get().usesLoader()) {
            return "the README shows how under \"Randomness\", and <loader> (mewe.loader) writes an ES module that does"
                    + " it";
        }
        return switch (platform.get()) {
            case JVM -> "the README shows how in Java under \"Randomness\", with a SecureRandom for each instance";
            default ->
                "where the module can have it, <randomness> (mewe.randomness) 'wasi' keys each instance by the platform"
                        + " itself, and is the default there";
        };
    }

    private static String names(List<String> outputs) {
        int more = outputs.size() - NAMED;
        return String.join(", ", outputs.subList(0, Math.min(NAMED, outputs.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
