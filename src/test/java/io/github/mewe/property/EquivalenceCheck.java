package io.github.mewe.property;

import io.github.mewe.fixture.Node;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.property.SideBySide.Bodies;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.variant.VariantStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Compares the variants of random functions with their originals, bit for bit, on corner-case inputs: results, traps,
 * memory, globals, table, and calls of the host.
 *
 * <p>A comparison is one call of one variant with one input, compared with the same call of the original.
 */
final class EquivalenceCheck implements AutoCloseable {
    private static final int VARIANTS = 3;
    private static final int INPUTS = 12;

    /** The check stops after this many divergences. */
    private static final int ENOUGH = 10;

    private static final int ROUND = 8;

    /** The check stops after this many rounds without a variant. */
    private static final int MOST_BARREN = 5;

    private final ModuleMaker maker = new ModuleMaker();
    private final Map<String, List<VariantStrategy>> strategies;
    private final BlockingQueue<Harness> harnesses;
    private final ExecutorService workers;

    /**
     * A check.
     *
     * @param strategies sets of strategies, by their names in reports
     * @param node Node
     * @param directory the directory for Node's input
     */
    EquivalenceCheck(Map<String, List<VariantStrategy>> strategies, Node node, Path directory) throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        this.strategies = strategies;
        this.harnesses = new ArrayBlockingQueue<>(threads);
        for (int i = 0; i < threads; i++) {
            harnesses.add(new Harness(node, directory.resolve("node-" + i)));
        }
        this.workers = Executors.newFixedThreadPool(threads);
    }

    /**
     * Makes functions until there are enough comparisons or divergences. The result depends on the seed alone.
     *
     * @param seed the seed of all functions and inputs
     * @param comparisons the least number of comparisons
     */
    Findings run(long seed, int comparisons) throws InterruptedException {
        var seeds = new VariantRandom(seed);
        var all = new Findings();
        int barren = 0;
        while (all.comparisons() < comparisons && all.divergences().size() < ENOUGH && barren < MOST_BARREN) {
            int before = all.comparisons();
            List<Future<Findings>> round = IntStream.range(0, ROUND)
                    .mapToObj(i -> seeds.bits())
                    .map(moduleSeed -> workers.submit(() -> check(moduleSeed)))
                    .toList();
            for (Future<Findings> findings : round) {
                try {
                    all.addAll(findings.get());
                } catch (ExecutionException e) {
                    throw new IllegalStateException("the check itself failed", e.getCause());
                }
            }
            barren = all.comparisons() > before ? 0 : barren + 1;
        }
        return all;
    }

    private Findings check(long moduleSeed) throws InterruptedException, IOException {
        Harness harness = harnesses.take();
        try {
            return check(moduleSeed, harness);
        } catch (RuntimeException e) {
            throw new IllegalStateException("the check fails with the module of seed " + moduleSeed, e);
        } finally {
            harnesses.add(harness);
        }
    }

    private Findings check(long moduleSeed, Harness harness) throws IOException, InterruptedException {
        RandomModule module = maker.make(moduleSeed);
        byte[] binary = WatModule.assemble(module.text());
        var findings = new Findings();
        findings.addFunctions(module.functions().size());
        for (Map.Entry<String, List<VariantStrategy>> entry : strategies.entrySet()) {
            SideBySide subjects = SideBySide.of(module, binary, entry.getValue(), VARIANTS, moduleSeed);
            subjects.faults().forEach(fault -> findings.addFault(moduleSeed + ", " + entry.getKey() + ": " + fault));
            compare(moduleSeed, entry.getKey(), subjects, harness, findings);
        }
        return findings;
    }

    private static void compare(
            long moduleSeed, String strategies, SideBySide subjects, Harness harness, Findings findings)
            throws IOException, InterruptedException {
        var random = new VariantRandom(~moduleSeed);
        var inputs = new ArrayList<List<Input>>();
        var runs = new ArrayList<Harness.Run>();
        for (Bodies bodies : subjects.functions()) {
            List<Input> own = IntStream.range(0, INPUTS)
                    .mapToObj(i -> Input.random(bodies.function().params(), random))
                    .toList();
            inputs.add(own);
            runs.add(new Harness.Run(
                    bodies.exports(), own.stream().map(Input::integers).toList()));
        }
        String[][][] outcomes = harness.run(subjects.binary(), runs);
        for (int i = 0; i < runs.size(); i++) {
            Bodies bodies = subjects.functions().get(i);
            findings.addVariants(strategies, bodies.variants().size(), INPUTS);
            for (String outcome : outcomes[i][0]) {
                findings.addOutcome(outcome);
            }
            for (int body = 1; body < outcomes[i].length; body++) {
                int input = firstDifference(outcomes[i][0], outcomes[i][body]);
                if (input >= 0) {
                    findings.add(new Divergence(
                            moduleSeed,
                            strategies,
                            bodies.function(),
                            bodies.original(),
                            bodies.names().get(body - 1),
                            bodies.variants().get(body - 1),
                            inputs.get(i).get(input),
                            outcomes[i][0][input],
                            outcomes[i][body][input],
                            subjects.binary()));
                }
            }
        }
    }

    private static int firstDifference(String[] expected, String[] actual) {
        if (expected.length != INPUTS || actual.length != INPUTS) {
            throw new IllegalStateException("an input was not run");
        }
        return IntStream.range(0, INPUTS)
                .filter(i -> !expected[i].equals(actual[i]))
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void close() {
        workers.shutdownNow();
        harnesses.forEach(Harness::close);
    }
}
