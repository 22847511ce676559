package io.github.mewe.engine.verification;

import io.github.mewe.common.AbandonableWork;
import io.github.mewe.common.WorkerPool;
import io.github.mewe.execution.Engine;
import io.github.mewe.execution.HostSeed;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.RunEnvironment;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the configurations in which a binary runs: several seeds first, then each variant everywhere. */
final class RunConfigurations {
    private final VerificationSubject subject;
    private final ForcedBinaries copies;
    private final int threads;
    private final VerificationProgress progress;

    RunConfigurations(VerificationSubject subject, ForcedBinaries copies, int threads, VerificationProgress progress) {
        this.subject = subject;
        this.copies = copies;
        this.threads = threads;
        this.progress = progress;
    }

    /**
     * Makes the configurations.
     *
     * @param binary the binary, prepared by the engine
     * @param deadline the time by which all copies must be ready
     */
    List<RunConfiguration> make(Engine engine, PreparedModule binary, SplittableRandom random, Deadline deadline) {
        var configurations = new ArrayList<RunConfiguration>();
        String randomness = subject.manifest().randomness();
        if (copies.functions().isEmpty() || randomness.equals(RandomnessSource.FIXED.configurationName())) {
            configurations.add(
                    RunConfiguration.choosing("the build's seed", binary, RunEnvironment.DEFAULT, Optional.empty()));
        } else {
            for (int i = 0; i < subject.request().seeds(); i++) {
                configurations.add(seeded(binary, random));
            }
        }
        var forced = new RunConfiguration[copies.mostVariants()];
        var done = new AtomicInteger();
        WorkerPool.deep("mewe-copy", threads).forEach(forced.length, number -> {
            forced[number] = forced(engine, number, deadline);
            progress.done("copies that run one variant everywhere", done.incrementAndGet(), forced.length);
        });
        configurations.addAll(List.of(forced));
        return configurations;
    }

    private RunConfiguration seeded(PreparedModule module, SplittableRandom random) {
        Manifest manifest = subject.manifest();
        if (manifest.seedExport() != null) {
            var seed = new HostSeed(manifest.seedExport(), random.nextLong(), random.nextLong());
            return RunConfiguration.choosing("seed " + seed, module, RunEnvironment.DEFAULT, Optional.of(seed));
        }
        long keys = random.nextLong();
        return RunConfiguration.choosing(
                "keys from the host, seed " + keys, module, RunEnvironment.DEFAULT.withKeys(keys), Optional.empty());
    }

    private RunConfiguration forced(Engine engine, int number, Deadline deadline) {
        if (deadline.isOver()) {
            return RunConfiguration.missing(number, Deadline.OVER);
        }
        try {
            return AbandonableWork.within(
                            deadline.left(), () -> prepared(engine, number, copies.everywhere(number), deadline))
                    .orElseGet(() -> RunConfiguration.missing(number, Deadline.OVER));
        } catch (RuntimeException e) {
            return RunConfiguration.missing(number, "cannot make or load the copy of the binary: " + e);
        }
    }

    /** Making the copy cannot be interrupted. */
    private static RunConfiguration prepared(Engine engine, int number, byte[] copy, Deadline deadline) {
        return deadline.isOver()
                ? RunConfiguration.missing(number, Deadline.OVER)
                : RunConfiguration.forced(number, engine.prepare(copy, ModuleRuns.PROGRAM));
    }
}
