package io.github.mewe.engine.verification;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.common.WorkerPool;
import io.github.mewe.engine.DerivationChecker;
import io.github.mewe.engine.FunctionMarks;
import io.github.mewe.engine.ManifestBuilder;
import io.github.mewe.engine.ModuleSource;
import io.github.mewe.engine.StrategySource;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.engine.WrittenBodies;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.GenerationSource.CloseableWorkbench;
import io.github.mewe.variant.VariantHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Proves variants by their derivations, without trust in the build that made them: generates the derivations again,
 * checks every step, and checks that the last body is the one in the binary.
 */
final class DerivationProofs {
    private final int threads;
    private final StrategySource strategies;

    DerivationProofs(int threads, StrategySource strategies) {
        this.threads = threads;
        this.strategies = strategies;
    }

    /**
     * Proves the variants of a binary.
     *
     * @param deadline no function starts after it
     * @return the indices of the proved variants
     * @throws VerificationException if the modules and the manifest do not match
     */
    Set<Integer> prove(VerificationSubject subject, Deadline deadline, VerificationProgress progress) {
        Manifest manifest = subject.manifest();
        if (Regeneration.obstacle(manifest).isPresent()) {
            return Set.of();
        }
        return DeepThread.call(() -> {
            try (BinaryenModule input = BinaryenModule.open(subject.input())) {
                var checker = DerivationChecker.forVerification(input);
                try (var written = new WrittenBodies(input, BinaryenModule.open(subject.binary()), manifest, checker)) {
                    var source = new ModuleSource(input, subject.input(), FunctionMarks.of(manifest));
                    return new Run(manifest, source, checker, written).all(deadline, progress);
                }
            } catch (IllegalArgumentException e) {
                throw new VerificationException(e.getMessage());
            }
        });
    }

    /** Proves the variants of one binary. */
    private final class Run {
        private final Manifest manifest;
        private final ModuleSource source;
        private final DerivationChecker checker;
        private final WrittenBodies written;
        private final Regeneration regeneration;
        private final Set<Integer> proved = ConcurrentHashMap.newKeySet();

        Run(Manifest manifest, ModuleSource source, DerivationChecker checker, WrittenBodies written) {
            this.manifest = manifest;
            this.source = source;
            this.checker = checker;
            this.written = written;
            this.regeneration = new Regeneration(manifest, strategies);
        }

        Set<Integer> all(Deadline deadline, VerificationProgress progress) {
            int total = manifest.totals().variants();
            var done = new AtomicInteger();
            WorkerPool.deep("mewe-derivation", threads).run(manifest.functions().size(), isStopped -> {
                CloseableWorkbench workbench = source.openWorkbench();
                return new WorkerPool.Worker() {
                    @Override
                    public void process(int place) {
                        List<Manifest.Variant> variants =
                                manifest.functions().get(place).variants();
                        if (!variants.isEmpty() && !deadline.isOver()) {
                            prove(place, variants, workbench);
                            progress.done("derivations checked", done.addAndGet(variants.size()), total);
                        }
                    }

                    @Override
                    public void close() {
                        workbench.close();
                    }
                };
            });
            return Set.copyOf(proved);
        }

        private void prove(int place, List<Manifest.Variant> variants, CloseableWorkbench workbench) {
            var open = new OpenVariants(variants);
            regeneration.repeat(source, workbench, place, history -> {
                for (Manifest.Variant variant : open.like(history)) {
                    if (isProved(variant, history)) {
                        proved.add(variant.index());
                        open.close(variant);
                    }
                }
                return open.isEmpty();
            });
        }

        private boolean isProved(Manifest.Variant variant, VariantHistory history) {
            return written.classify(variant, history.variant()).isProved()
                    && checker.classify(history.original(), history.variant()).isProved();
        }
    }

    /** The variants of a function that may still be found among the results of regeneration. */
    private static final class OpenVariants {
        private final List<Manifest.Variant> open;

        OpenVariants(List<Manifest.Variant> variants) {
            open = new ArrayList<>(variants);
        }

        /** The open variants with the chain of a result, which may nevertheless be another variant. */
        List<Manifest.Variant> like(VariantHistory history) {
            List<Manifest.Step> chain = ManifestBuilder.steps(history.chain());
            return open.stream()
                    .filter(variant -> variant.chain().equals(chain))
                    .toList();
        }

        void close(Manifest.Variant variant) {
            open.remove(variant);
        }

        boolean isEmpty() {
            return open.isEmpty();
        }
    }
}
