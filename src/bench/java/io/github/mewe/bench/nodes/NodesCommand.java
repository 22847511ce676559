package io.github.mewe.bench.nodes;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.bench.Subprocess;
import io.github.mewe.bench.paper.PaperService;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.WeightChoice;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.link.Weights;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the paper's services on many nodes. */
@Command(
        name = "src/bench/nodes/run.sh",
        mixinStandardHelpOptions = true,
        description = "Runs the paper's services on 64 nodes, isolates of workerd, with 100 requests each, and writes"
                + " docs/results/nodes.md. Fails if a reply is wrong, or if traces repeat more or less often than"
                + " chance allows.")
final class NodesCommand implements Callable<Integer> {
    private static final VariantBudget ONE_VARIANT = new VariantBudget(1, 8, 1.3, Optional.empty());

    private final NodeSimulation simulation =
            new NodeSimulation(ProjectFiles.file(""), ProjectFiles.target().resolve("nodes"));

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new NodesCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Subprocess.workerd();
        PaperService.build();
        var profiled = new ArrayList<SimulatedService>();
        var unprofiled = new ArrayList<SimulatedService>();
        DiversificationRequest defaults = Requests.defaults(RandomnessSource.EXPORT);
        for (PaperService service : PaperService.ALL) {
            profiled.add(simulate(service, "", defaults.withProfile(Optional.of(service.profile()))));
            unprofiled.add(simulate(service, ", without a profile", defaults));
        }
        List<SimulatedService> controls = controls();
        new NodesPage(profiled, unprofiled, controls).page().write(ProjectFiles.page("nodes", true));
        List<String> off = Stream.of(profiled, unprofiled, controls)
                .flatMap(List::stream)
                .filter(SimulatedService::isOff)
                .map(SimulatedService::name)
                .toList();
        off.forEach(name -> System.err.println(name + ": the number of equal pairs contradicts the formula"));
        return off.isEmpty() ? 0 : 1;
    }

    private List<SimulatedService> controls() throws IOException, InterruptedException {
        var controls = new ArrayList<SimulatedService>();
        for (String id : List.of("invert", "bin2base64", "qr-str")) {
            controls.add(simulate(
                    PaperService.named(id),
                    ", one variant, without a profile",
                    Requests.withBudget(ONE_VARIANT, RandomnessSource.EXPORT)));
        }
        controls.add(simulateUneven(PaperService.named("bin2base64"), 0.8));
        controls.add(simulateUneven(PaperService.named("decrypt"), 0.7));
        return controls;
    }

    private SimulatedService simulate(PaperService service, String how, DiversificationRequest request)
            throws IOException, InterruptedException {
        return simulate(service, how, request, OptionalDouble.empty());
    }

    /** With unequal shares, collision entropy is less than Shannon's: the formula must use the right one. */
    private SimulatedService simulateUneven(PaperService service, double original)
            throws IOException, InterruptedException {
        var weights = new WeightChoice(
                true, List.of(new WeightChoice.Rule("*", new Weights(OptionalDouble.of(original), List.of()))));
        return simulate(
                service,
                String.format(Locale.ROOT, ", original %.0f %% of choices, without a profile", 100 * original),
                Requests.defaults(RandomnessSource.EXPORT).with(weights),
                OptionalDouble.of(original));
    }

    private SimulatedService simulate(
            PaperService service, String how, DiversificationRequest request, OptionalDouble original)
            throws IOException, InterruptedException {
        NodeSimulation.Result result = simulation.run(
                new NodeSimulation.Service(service.id(), service.binary(), service.request(), true),
                service.id() + how.replaceAll("[^a-z0-9]+", "-"),
                request,
                original,
                SimulatedService.NODES,
                SimulatedService.REQUESTS);
        var simulated = new SimulatedService(service.name() + how, service, result);
        System.out.println(simulated.name() + ": R "
                + simulated.replies().statistics().uniqueRatio() + ", "
                + simulated.replies().equalPairs()
                + " equal pairs, " + simulated.expectedPairs() + " expected");
        return simulated;
    }
}
