package io.github.mewe.engine.verification;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.Batches;
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
import io.github.mewe.wasm.OmittedBodies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Proves variants by their derivations, without trust in the build that made them: generates the derivations again,
 * checks every step, and checks that the last body is the one in the binary.
 */
final class DerivationProofs {
    /** The code size of the variants that are read at once. A longer read delays the first proof. */
    private static final int BATCH_BYTES = 4 << 20;

    private final int threads;
    private final StrategySource strategies;

    DerivationProofs(int threads, StrategySource strategies) {
        this.threads = threads;
        this.strategies = strategies;
    }

    /**
     * Proves the variants of a binary, those of small functions first.
     *
     * @param input the module that the binary was made from, which must stay open
     * @param deadline no check starts after it
     * @throws VerificationException if the modules and the manifest do not match
     */
    DerivationFindings prove(
            VerificationSubject subject, BinaryenModule input, Deadline deadline, VerificationProgress progress) {
        if (Regeneration.obstacle(subject.manifest()).isPresent()) {
            return DerivationFindings.NONE;
        }
        return DeepThread.call(() -> {
            try {
                return new Run(subject, input, deadline, progress).all();
            } catch (IllegalArgumentException e) {
                throw new VerificationException(e.getMessage());
            }
        });
    }

    /** Proves the variants of one binary. */
    private final class Run {
        private final VerificationSubject subject;
        private final List<Manifest.Function> functions;
        private final BinaryenModule input;
        private final ModuleSource source;
        private final Regeneration regeneration;
        private final Deadline deadline;
        private final VerificationProgress progress;
        private final AtomicInteger done = new AtomicInteger();
        private final Set<Integer> proved = ConcurrentHashMap.newKeySet();
        private final Set<Integer> passedOver = ConcurrentHashMap.newKeySet();

        Run(VerificationSubject subject, BinaryenModule input, Deadline deadline, VerificationProgress progress) {
            this.subject = subject;
            this.functions = subject.manifest().functions();
            this.input = input;
            this.source = new ModuleSource(input, subject.input(), FunctionMarks.of(subject.manifest()));
            this.regeneration = new Regeneration(subject.manifest(), strategies);
            this.deadline = deadline;
            this.progress = progress;
        }

        DerivationFindings all() {
            List<Integer> places = IntStream.range(0, functions.size())
                    .boxed()
                    .filter(place -> !functions.get(place).variants().isEmpty())
                    .sorted(Comparator.comparingLong(this::bytes))
                    .toList();
            for (List<Integer> batch : Batches.forPasses(places, this::bytes, BATCH_BYTES, subject.binary().length)) {
                if (deadline.isOver()) {
                    batch.forEach(place -> passOver(functions.get(place).variants()));
                } else {
                    prove(batch);
                }
            }
            return new DerivationFindings(proved, passedOver);
        }

        private long bytes(int place) {
            return functions.get(place).variants().stream()
                    .mapToLong(Manifest.Variant::bytes)
                    .sum();
        }

        private void prove(List<Integer> batch) {
            Set<Integer> bodies = batch.stream()
                    .flatMap(place -> functions.get(place).variants().stream())
                    .flatMap(Manifest.Variant::bodies)
                    .collect(Collectors.toSet());
            // The checker keeps whatever it has compared, so each batch has its own.
            var checker = DerivationChecker.forVerification(input);
            BinaryenModule binary = BinaryenModule.open(OmittedBodies.in(subject.binary(), bodies));
            try (var written = new WrittenBodies(input, binary, subject.manifest(), checker)) {
                WorkerPool.deep("mewe-derivation", threads).run(batch.size(), isStopped -> {
                    CloseableWorkbench workbench = source.openWorkbench();
                    return new WorkerPool.Worker() {
                        @Override
                        public void process(int item) {
                            prove(batch.get(item), new Proofs(checker, written), workbench);
                        }

                        @Override
                        public void close() {
                            workbench.close();
                        }
                    };
                });
            }
        }

        private void prove(int place, Proofs proofs, CloseableWorkbench workbench) {
            List<Manifest.Variant> variants = functions.get(place).variants();
            var open = new OpenVariants(variants);
            if (!deadline.isOver()) {
                regeneration.repeat(source, workbench, place, history -> {
                    for (Manifest.Variant variant : open.like(history)) {
                        if (!deadline.isOver() && proofs.isProved(variant, history)) {
                            proved.add(variant.index());
                            open.close(variant);
                        }
                    }
                    return open.isEmpty() || deadline.isOver();
                });
            }
            if (deadline.isOver()) {
                passOver(open.all());
            } else {
                progress.done(
                        "derivations checked",
                        done.addAndGet(variants.size()),
                        subject.manifest().totals().variants());
            }
        }

        private void passOver(List<Manifest.Variant> variants) {
            variants.forEach(variant -> passedOver.add(variant.index()));
        }
    }

    private record Proofs(DerivationChecker checker, WrittenBodies written) {
        boolean isProved(Manifest.Variant variant, VariantHistory history) {
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

        List<Manifest.Variant> all() {
            return List.copyOf(open);
        }
    }
}
