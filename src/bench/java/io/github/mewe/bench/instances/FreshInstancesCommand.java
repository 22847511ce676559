package io.github.mewe.bench.instances;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.Clients;
import io.github.mewe.fixture.Clients.Client;
import io.github.mewe.fixture.Clients.FreshInstances;
import io.github.mewe.link.ChoiceTrace;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.DispatchShape;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest.Seeding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Counts the different traces of fresh instances of npm packages. */
@Command(
        name = "src/bench/fresh-instances/run.sh",
        mixinStandardHelpOptions = true,
        description = "Counts the different traces of fresh instances, and writes docs/results/fresh-instances.md.")
final class FreshInstancesCommand implements Callable<Integer> {
    private static final int INSTANCES = 100;

    @Option(names = "--instances", description = "The number of instances (default: ${DEFAULT-VALUE}).")
    private int instances = INSTANCES;

    @Parameters(description = "The packages (default: all).")
    private List<String> packages = List.of();

    private Clients clients;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FreshInstancesCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        clients = Clients.install();
        Files.createDirectories(clients.directory().resolve("traced"));
        var rows = new ArrayList<FreshInstancesPage.Row>();
        for (Client client : clients.all()) {
            if (packages.isEmpty() || packages.contains(client.id())) {
                FreshInstancesPage.Row row = measure(client);
                rows.add(row);
                System.out.println(row);
            }
        }
        boolean isComplete = packages.isEmpty() && instances == INSTANCES;
        new FreshInstancesPage(instances, rows).page().write(ProjectFiles.page("fresh-instances", isComplete));
        return 0;
    }

    private FreshInstancesPage.Row measure(Client client) throws IOException, InterruptedException {
        FreshInstances original = clients.run(client.id(), clients.module(client.id()), 1, false);
        DiversificationResult result = diversified(client, RandomnessSource.AUTO);
        Path binary = written(client, result);
        FreshInstances unchanged = checked(client, binary, false, original);
        FreshInstances seeded = checked(client, binary, true, original);
        DiversificationResult harvesting = result;
        FreshInstances harvested = unchanged;
        if (!Seeding.HOST.equals(result.manifest().seeding().by())) {
            harvesting = diversified(client, RandomnessSource.EXPORT);
            harvested = checked(client, written(client, harvesting), false, original);
        }
        return new FreshInstancesPage.Row(
                client,
                result.manifest().seeding(),
                harvesting.manifest().seeding(),
                unchanged.choices(),
                new FreshInstancesPage.Traces(unchanged.traces(), seeded.traces(), harvested.traces()));
    }

    private DiversificationResult diversified(Client client, RandomnessSource source) throws IOException {
        DiversificationRequest request = Requests.seeded("fresh instances", source)
                .with(new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.IMPORT, false));
        return new Diversifier(Runtime.getRuntime().availableProcessors(), ProjectFiles.target())
                .diversify(
                        "module.wasm",
                        Files.readAllBytes(clients.module(client.id())),
                        "diversified.wasm",
                        request,
                        Progress.SILENT);
    }

    private Path written(Client client, DiversificationResult result) throws IOException {
        Path module = clients.module(client.id());
        return Files.write(clients.directory().resolve("traced").resolve(module.getFileName()), result.binary());
    }

    /** Runs the instances, whose output must be that of the original module. */
    private FreshInstances checked(Client client, Path binary, boolean seeds, FreshInstances original)
            throws IOException, InterruptedException {
        FreshInstances fresh = clients.run(client.id(), binary, instances, seeds);
        if (fresh.outputs() != 1 || !fresh.output().equals(original.output()) || fresh.instances() < instances) {
            throw new IllegalStateException(client.id() + " does not behave as before: " + fresh + ", " + original);
        }
        return fresh;
    }
}
