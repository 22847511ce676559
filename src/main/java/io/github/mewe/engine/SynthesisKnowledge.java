package io.github.mewe.engine;

import io.github.mewe.common.UnusableLibraryException;
import io.github.mewe.equivalence.Solvers;
import io.github.mewe.variant.synthesis.LiveReplacements;
import io.github.mewe.variant.synthesis.Prover;
import io.github.mewe.variant.synthesis.ReplacementDatabase;
import io.github.mewe.variant.synthesis.Replacements;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The replacements for one diversification: the shipped ones and, if requested, those of a live search. */
final class SynthesisKnowledge implements AutoCloseable {
    private final Replacements replacements;
    private final Optional<LiveReplacements> live;

    private SynthesisKnowledge(Replacements replacements, Optional<LiveReplacements> live) {
        this.replacements = replacements;
        this.live = live;
    }

    /**
     * Opens the replacements, and the cache of earlier searches if the request has one.
     *
     * @param shipped the replacements that ship with the plugin
     * @param request the request, with the cache and the time limit of a live search
     * @throws EnvironmentException if the solver cannot be loaded or the cache cannot be read
     */
    static SynthesisKnowledge open(ReplacementDatabase shipped, DiversificationRequest request) {
        if (request.generation().synthesisCache().isEmpty()) {
            return new SynthesisKnowledge(shipped, Optional.empty());
        }
        Path directory = request.generation().synthesisCache().get();
        Prover prover = prover();
        try {
            var live = new LiveReplacements(
                    shipped,
                    directory,
                    prover,
                    deadline(
                            request.generation().budget().time().map(time -> time.multipliedBy(request.population()))));
            return new SynthesisKnowledge(live, Optional.of(live));
        } catch (IOException e) {
            throw cacheFailure("read", directory, e);
        }
    }

    private static Prover prover() {
        try {
            return Solvers.prover();
        } catch (UnusableLibraryException e) {
            throw new EnvironmentException(
                    e.getMessage() + ". Remove it from the plugin's <dependencies> to build with the replacements that"
                            + " ship with the plugin",
                    e);
        }
    }

    private static BooleanSupplier deadline(Optional<Duration> time) {
        long start = System.nanoTime();
        return time.<BooleanSupplier>map(limit -> () -> System.nanoTime() - start > limit.toNanos())
                .orElse(() -> false);
    }

    private static EnvironmentException cacheFailure(String verb, Path directory, IOException e) {
        return new EnvironmentException(
                "cannot " + verb + " the synthesis cache in " + directory + ": " + e
                        + ". Choose another directory with <synthesisCache> (mewe.synthesisCache)",
                e);
    }

    /** The known replacements. */
    Replacements replacements() {
        return replacements;
    }

    /** Writes new replacements to the cache. */
    @Override
    public void close() {
        if (live.isPresent()) {
            try {
                live.get().close();
            } catch (IOException e) {
                throw cacheFailure("write", live.get().directory(), e);
            }
        }
    }
}
