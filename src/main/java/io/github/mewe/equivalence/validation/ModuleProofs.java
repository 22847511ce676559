package io.github.mewe.equivalence.validation;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.common.UnusableLibraryException;
import io.github.mewe.common.WorkerPool;
import io.github.mewe.equivalence.Solvers;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.report.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Proves the variants in a multivariant binary against the functions of the module that it was made from. */
public final class ModuleProofs {
    static final String TIME_OVER = "the time for proofs was over";

    private static final int ORDER = 5;

    /** A prefix that no other name has. */
    private static final String HELPER = "\0helper ";

    private final ProofLimits limits;
    private final int threads;

    public ModuleProofs(ProofLimits limits, int threads) {
        this.limits = limits;
        this.threads = threads;
    }

    /** Proofs need a solver on the class path. */
    public static boolean arePossible() {
        return Solvers.isAvailable();
    }

    /** Tries to prove all variants. */
    public List<VariantProof> prove(
            byte[] input, byte[] output, Manifest manifest, Instant deadline, IntConsumer progress) {
        return prove(input, output, manifest, variant -> true, deadline, progress);
    }

    /**
     * Tries to prove variants. An exception in one proof makes the result of this variant unknown.
     *
     * @param input the module that the binary was made from
     * @param output the multivariant binary
     * @param chosen the variants to prove
     * @param deadline no proof starts after it; the results of the remaining variants are unknown
     * @param progress receives the number of variants done, from any thread
     * @return one result per chosen variant, in the order of the manifest
     * @throws IllegalArgumentException if the modules and the manifest do not match
     * @throws UnusableLibraryException if Z3 cannot be loaded
     */
    public List<VariantProof> prove(
            byte[] input,
            byte[] output,
            Manifest manifest,
            Predicate<Manifest.Variant> chosen,
            Instant deadline,
            IntConsumer progress) {
        try (BinaryenModule from = BinaryenModule.open(input);
                BinaryenModule to = BinaryenModule.open(output)) {
            var names = new NameMapping(from, to, manifest);
            var tasks = new ArrayList<Task>();
            for (Manifest.Function function : manifest.functions()) {
                function.variants().stream().filter(chosen).forEach(variant -> tasks.add(new Task(function, variant)));
            }
            var run = new Run(from, to, names, tasks, deadline, progress);
            return Solvers.Z3.use(run::all);
        }
    }

    private record Task(Manifest.Function function, Manifest.Variant variant) {}

    /** Proves the variants of one binary. */
    private final class Run {
        private final BinaryenModule from;
        private final BinaryenModule to;
        private final NameMapping names;
        private final List<Task> tasks;
        /** A shuffled order, so that a deadline cuts off variants evenly. */
        private final List<Integer> order;

        private final Instant deadline;
        private final IntConsumer progress;
        private final VariantProver prover;
        private final List<String> inputNames;
        private final List<String> outputNames;
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicReferenceArray<VariantProof> proofs;

        Run(
                BinaryenModule from,
                BinaryenModule to,
                NameMapping names,
                List<Task> tasks,
                Instant deadline,
                IntConsumer progress) {
            this.from = from;
            this.to = to;
            this.names = names;
            this.tasks = tasks;
            this.order =
                    new ArrayList<>(IntStream.range(0, tasks.size()).boxed().toList());
            Collections.shuffle(order, new Random(ORDER));
            this.deadline = deadline;
            this.progress = progress;
            this.prover = new VariantProver(new Input(from, names), limits);
            this.inputNames = from.functions().stream().map(FunctionInfo::name).toList();
            this.outputNames = to.functions().stream().map(FunctionInfo::name).toList();
            this.proofs = new AtomicReferenceArray<>(tasks.size());
        }

        List<VariantProof> all() {
            WorkerPool.deep("mewe-proof", threads).forEach(tasks.size(), number -> prove(order.get(number)));
            var all = new ArrayList<VariantProof>();
            for (int i = 0; i < tasks.size(); i++) {
                all.add(proofs.get(i));
            }
            return all;
        }

        private void prove(int i) {
            Task task = tasks.get(i);
            Instant begin = Instant.now();
            Proof proof = begin.isBefore(deadline) ? proofOrFailure(task) : new Proof.Unknown(TIME_OVER);
            proofs.set(
                    i,
                    new VariantProof(
                            task.function().index(),
                            task.variant().index(),
                            proof,
                            Duration.between(begin, Instant.now())));
            progress.accept(done.incrementAndGet());
        }

        private Proof proofOrFailure(Task task) {
            try {
                return proof(task);
            } catch (RuntimeException | StackOverflowError e) {
                return new Proof.Unknown("the proof failed: " + e);
            }
        }

        private Proof proof(Task task) {
            FunctionBody original = from.lift(inputNames.get(task.function().index()));
            if (VariantProver.hasLoop(original.root())) {
                return new Proof.Unknown(VariantProver.LOOP);
            }
            Map<String, String> helperNames = task.variant().helpers().stream()
                    .map(outputNames::get)
                    .collect(Collectors.toMap(Function.identity(), helper -> HELPER + helper));
            try {
                var helpers = new ArrayList<FunctionBody>();
                for (String helper : helperNames.keySet()) {
                    helpers.add(names.inInput(to.lift(helper), helperNames));
                }
                FunctionBody variant =
                        names.inInput(to.lift(outputNames.get(task.variant().index())), helperNames);
                return prover.prove(original, variant, helpers);
            } catch (UnprovableException e) {
                return new Proof.Unknown(e.getMessage());
            }
        }
    }

    /** The input module. */
    private static final class Input implements ModuleContext {
        private final BinaryenModule module;
        private final NameMapping names;
        private final Set<String> imported = ConcurrentHashMap.newKeySet();
        private final Map<String, FunctionBody> bodies = new ConcurrentHashMap<>();

        Input(BinaryenModule module, NameMapping names) {
            this.module = module;
            this.names = names;
            module.functions().stream()
                    .filter(FunctionInfo::isImported)
                    .forEach(function -> imported.add(function.name()));
        }

        @Override
        public Optional<FunctionBody> body(String function) {
            return imported.contains(function)
                    ? Optional.empty()
                    : Optional.of(bodies.computeIfAbsent(function, module::lift));
        }

        @Override
        public boolean isImmutable(String global) {
            return names.isImmutable(global);
        }
    }
}
