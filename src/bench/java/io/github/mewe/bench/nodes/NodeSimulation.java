package io.github.mewe.bench.nodes;

import io.github.mewe.bench.Subprocess;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.link.ChoiceTrace;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.DispatchShape;
import io.github.mewe.report.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Runs a multivariant service on many nodes, isolates of workerd: see {@code src/bench/nodes/simulate.mjs}. */
final class NodeSimulation {
    private static final double SAME_BITS = 1e-3;

    private final Path base;
    private final Path directory;

    /**
     * A simulation.
     *
     * @param base the project's directory, where workerd is installed
     * @param directory the directory for files
     */
    NodeSimulation(Path base, Path directory) {
        this.base = base;
        this.directory = directory;
    }

    /**
     * A service.
     *
     * @param id its name
     * @param binary a WASI program that reads a request from its standard input and writes the reply
     * @param request the request to it
     * @param judged true if {@code src/bench/paper} can judge its replies
     */
    record Service(String id, Path binary, Path request, boolean judged) {}

    /**
     * The result of a simulation.
     *
     * @param manifest the manifest of the simulated binary
     * @param replies the nodes' replies
     * @param distribution the probabilities of traces, from the shares of bodies in the manifest
     */
    record Result(Manifest manifest, NodeReplies replies, TraceDistribution distribution) {
        /** The mean number of choices per run. */
        double choices() {
            return replies.inOrder().stream()
                    .mapToInt(reply -> reply.choices().size())
                    .average()
                    .orElseThrow();
        }
    }

    /**
     * Simulates.
     *
     * @param service the service
     * @param name the name of the files that the simulation writes
     * @param request the diversification of the service; choices are traced in addition
     * @param original the share of the original bodies in the choices; empty if all bodies have equal shares
     * @param nodes the number of nodes
     * @param requests the number of requests per node
     * @throws IllegalStateException if a reply differs from the original's
     */
    Result run(
            Service service,
            String name,
            DiversificationRequest request,
            OptionalDouble original,
            int nodes,
            int requests)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path file = directory.resolve(name + ".wasm");
        DiversificationResult made = new Diversifier(2, base.resolve("target"))
                .diversify(
                        service.id() + ".wasm",
                        Files.readAllBytes(service.binary()),
                        file.getFileName().toString(),
                        request.with(new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.IMPORT, false)),
                        Progress.SILENT);
        Files.write(file, made.binary());
        Path replies = directory.resolve(name + ".replies");
        simulate(service, file, replies, nodes, requests);
        NodeReplies seen = NodeReplies.read(replies);
        return new Result(made.manifest(), seen, distribution(seen, made.manifest(), original));
    }

    private static TraceDistribution distribution(NodeReplies replies, Manifest manifest, OptionalDouble original) {
        Map<Integer, List<Double>> shares = new HashMap<>();
        Function<NodeReplies.Choice, List<Double>> of = choice ->
                shares.computeIfAbsent(choice.dispatcher(), dispatcher -> shares(manifest, dispatcher, original));
        if (replies.allMakeTheSameChoices()) {
            return TraceDistribution.of(
                    replies.inOrder().get(0).choices().stream().map(of).toList());
        }
        return TraceDistribution.ofRuns(replies.inOrder().stream()
                .map(reply -> reply.choices().stream()
                        .map(choice -> of.apply(choice).get(choice.body()))
                        .toList())
                .toList());
    }

    void simulate(Service service, Path candidate, Path replies, int nodes, int requests)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                "node",
                "--no-warnings",
                base.resolve("src/bench/nodes/simulate.mjs").toString(),
                base.resolve("src/main/resources/io/github/mewe/engine/mewe-loader.mjs")
                        .toString(),
                service.request().toString(),
                service.binary().toString(),
                candidate.toString(),
                String.valueOf(nodes),
                String.valueOf(requests),
                replies.toString()));
        if (service.judged()) {
            command.add(service.id());
        }
        Subprocess.output(command);
    }

    /** The shares of a dispatcher's bodies, checked against the entropy in the manifest. */
    private static List<Double> shares(Manifest manifest, int dispatcher, OptionalDouble original) {
        Manifest.Function function = manifest.functions().stream()
                .filter(candidate ->
                        candidate.choice() != null && candidate.choice().number() == dispatcher)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no dispatcher has the number " + dispatcher));
        int variants = function.variants().size();
        double first = original.orElse(1.0 / (variants + 1));
        var shares = new ArrayList<>(Collections.nCopies(variants, (1 - first) / variants));
        shares.add(0, first);
        double bits = shares.stream()
                .mapToDouble(share -> -share * Math.log(share) / Math.log(2))
                .sum();
        if (Math.abs(bits - function.choice().bits()) > SAME_BITS) {
            throw new IllegalStateException("a choice of " + function.name() + " has "
                    + function.choice().bits() + " bits, and not " + bits);
        }
        return shares;
    }
}
