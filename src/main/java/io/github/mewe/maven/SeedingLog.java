package io.github.mewe.maven;

import io.github.mewe.engine.LoaderModule;
import io.github.mewe.engine.Platform;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Manifest.Seeding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.logging.Log;

/** Prints, once for all outputs of a build, how their hosts must seed them so that choices differ between instances. */
final class SeedingLog {
    private static final int NAMED = 3;
    private static final String SEED_EXPORT = "mewe_seed";

    private final boolean loader;
    private final Optional<Platform> platform;
    private final List<String> imported = new ArrayList<>();
    private final List<String> repeating = new ArrayList<>();
    private final List<String> guessable = new ArrayList<>();
    private final Map<String, String> otherExports = new LinkedHashMap<>();
    private final List<String> fixed = new ArrayList<>();

    /**
     * Creates an empty log.
     *
     * @param loader true if the build writes the loader
     * @param platform the configured platform
     */
    SeedingLog(boolean loader, Optional<Platform> platform) {
        this.loader = loader;
        this.platform = platform;
    }

    /** Adds a new output. The host of a component cannot seed it, so a warning of its manifest says what to do. */
    void add(Manifest manifest) {
        boolean isComponent = manifest.coreModules() != null;
        if (manifest.seeding() == null || isComponent) {
            return;
        }
        if (manifest.seeding().by().equals(Seeding.IMPORT)) {
            imported.add(manifest.output().name());
        } else if (manifest.randomness().equals(RandomnessSource.EXPORT.configurationName())) {
            if (SEED_EXPORT.equals(manifest.seedExport())) {
                (manifest.seeding().harvests() ? guessable : repeating)
                        .add(manifest.output().name());
            } else {
                otherExports.put(
                        manifest.output().name(),
                        unseeded(
                                manifest.seeding().harvests(), manifest.output().name(), manifest.seedExport()));
            }
        } else if (manifest.randomness().equals(RandomnessSource.FIXED.configurationName())) {
            fixed.add(manifest.output().name());
        }
    }

    /** Prints one line for each randomness source that needs attention. */
    void report(Log log) {
        if (!imported.isEmpty()) {
            log.info("Each instance of " + names(imported) + " takes its key from an import of random numbers that the"
                    + " input already has; call " + SEED_EXPORT + " to supply a cryptographic key instead");
        }
        report(log, false, repeating);
        report(log, true, guessable);
        otherExports.forEach((output, unseeded) -> log.warn(unseeded + "The input module already exports " + SEED_EXPORT
                + ", so " + LoaderModule.FILE_NAME + " cannot seed " + output));
        if (!fixed.isEmpty()) {
            log.warn("Every run of " + names(fixed) + " makes the same choices, because <randomness>"
                    + " (mewe.randomness) is 'fixed'. Use it for tests only");
        }
    }

    private void report(Log log, boolean harvests, List<String> outputs) {
        if (outputs.isEmpty()) {
            return;
        }
        if (loader) {
            log.info("Instantiate or seed " + names(outputs) + " with " + LoaderModule.FILE_NAME + ", or call "
                    + SEED_EXPORT + " in each instance; "
                    + (harvests
                            ? "the choices of an unseeded instance can be guessed"
                            : "an unseeded instance repeats the same choices"));
        } else {
            log.warn(unseeded(harvests, names(outputs), SEED_EXPORT) + advice());
        }
    }

    private static String unseeded(boolean harvests, String outputs, String seedExport) {
        return harvests
                ? "The choices of " + outputs + " can be guessed until the host calls " + seedExport
                        + " in each instance: they follow from results of imports. "
                : "Every instance of " + outputs + " repeats the same choices until the host calls " + seedExport
                        + " in it. ";
    }

    /** The remedy on the configured platform. */
    private String advice() {
        if (platform.isEmpty() || platform.get().usesLoader()) {
            return "See docs/guides/seeding.md, or set <loader> (mewe.loader) to true to write an ES module that seeds";
        }
        return switch (platform.get()) {
            case JVM -> "The section \"Java\" of docs/guides/seeding.md shows how, with a SecureRandom";
            default ->
                "Remove <randomness> (mewe.randomness): where the module allows it, the default here is 'wasi', and the"
                        + " platform then seeds each instance";
        };
    }

    private static String names(List<String> outputs) {
        int more = outputs.size() - NAMED;
        return String.join(", ", outputs.subList(0, Math.min(NAMED, outputs.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
