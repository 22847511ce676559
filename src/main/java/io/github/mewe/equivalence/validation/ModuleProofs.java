package io.github.mewe.equivalence.validation;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.common.Batches;
import io.github.mewe.common.UnusableLibraryException;
import io.github.mewe.common.WorkerPool;
import io.github.mewe.equivalence.Solvers;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.report.Manifest;
import io.github.mewe.wasm.OmittedBodies;
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

    /** The code size of the variants that are read at once. */
    private static final int BATCH_BYTES = 1 << 20;

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
        try (BinaryenModule from = BinaryenModule.open(input)) {
            return prove(from, output, manifest, variant -> true, deadline, progress);
        }
    }

    /**
     * Tries to prove variants. An exception in one proof makes the result of this variant unknown.
     *
     * @param input the module that the binary was made from, which must stay open
     * @param output the multivariant binary
     * @param chosen the variants to prove
     * @param deadline no proof starts after it; the results of the remaining variants are unknown
     * @param progress receives the number of variants done, from any thread
     * @return one result per chosen variant, in the order of the manifest
     * @throws IllegalArgumentException if the modules and the manifest do not match
     * @throws UnusableLibraryException if Z3 cannot be loaded
     */
    public List<VariantProof> prove(
            BinaryenModule input,
            byte[] output,
            Manifest manifest,
            Predicate<Manifest.Variant> chosen,
            Instant deadline,
            IntConsumer progress) {
        var tasks = new ArrayList<Task>();
        for (Manifest.Function function : manifest.functions()) {
            function.variants().stream().filter(chosen).forEach(variant -> tasks.add(new Task(function, variant)));
        }
        // A deadline cuts off variants evenly.
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, tasks.size()).boxed().toList());
        Collections.shuffle(order, new Random(ORDER));
        var proofs = new AtomicReferenceArray<VariantProof>(tasks.size());
        var done = new AtomicInteger();
        // Reads some bodies only, because reading a large binary takes longer than many proofs.
        for (List<Integer> batch :
                Batches.forPasses(order, i -> tasks.get(i).variant().bytes(), BATCH_BYTES, output.length)) {
            if (Instant.now().isBefore(deadline)) {
                Set<Integer> bodies = batch.stream()
                        .flatMap(i -> tasks.get(i).variant().bodies())
                        .collect(Collectors.toSet());
                try (BinaryenModule part = BinaryenModule.open(OmittedBodies.in(output, bodies))) {
                    var run = new Run(input, part, new NameMapping(input, part, manifest), deadline);
                    Solvers.Z3.use(() -> {
                        WorkerPool.deep("mewe-proof", threads).forEach(batch.size(), number -> {
                            int i = batch.get(number);
                            proofs.set(i, run.prove(tasks.get(i)));
                            progress.accept(done.incrementAndGet());
                        });
                        return null;
                    });
                }
            } else {
                batch.forEach(i -> proofs.set(i, tasks.get(i).result(new Proof.Unknown(TIME_OVER), Instant.now())));
            }
        }
        return IntStream.range(0, tasks.size()).mapToObj(proofs::get).toList();
    }

    private record Task(Manifest.Function function, Manifest.Variant variant) {
        VariantProof result(Proof proof, Instant begin) {
            return new VariantProof(function.index(), variant.index(), proof, Duration.between(begin, Instant.now()));
        }
    }

    /** Proves variants in a part of one binary. */
    private final class Run {
        private final BinaryenModule from;
        private final BinaryenModule to;
        private final NameMapping names;
        private final Instant deadline;
        private final VariantProver prover;
        private final List<String> inputNames;
        private final List<String> outputNames;

        Run(BinaryenModule from, BinaryenModule to, NameMapping names, Instant deadline) {
            this.from = from;
            this.to = to;
            this.names = names;
            this.deadline = deadline;
            this.prover = new VariantProver(new Input(from, names), limits);
            this.inputNames = from.functions().stream().map(FunctionInfo::name).toList();
            this.outputNames = to.functions().stream().map(FunctionInfo::name).toList();
        }

        VariantProof prove(Task task) {
            Instant begin = Instant.now();
            return task.result(begin.isBefore(deadline) ? proofOrFailure(task) : new Proof.Unknown(TIME_OVER), begin);
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
