package io.github.mewe.bench.report;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.execution.ProgramInput;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.fixture.RealModules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the report that the pictures in the documentation show. */
@Command(
        name = "SampleReportCommand",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Profiles, diversifies, verifies and measures a WASI program of the corpus, and writes the report"
                + " to target/browser/MODULE. Used by src/bench/report/run.sh.")
final class SampleReportCommand implements Callable<Integer> {
    @Option(names = "--module", defaultValue = "qr", description = "The program.")
    private String module;

    @Option(
            names = "--stdin",
            defaultValue = "https://example.org/orders/7919?customer=abcdefgh&item=1",
            description = "Its standard input.")
    private String stdin;

    @Option(
            names = "--runs",
            split = ",",
            defaultValue = "text,image",
            description = "Its argument in each run; the first run is profiled.")
    private List<String> runs;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SampleReportCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RealModules.fetch(List.of(module));
        byte[] input = stdin.getBytes(StandardCharsets.UTF_8);
        List<RunPlan> plans = runs.stream()
                .map(run -> new RunPlan(Optional.of(new ProgramInput(List.of(run), input, Map.of())), List.of()))
                .toList();
        System.out.println(new SampleReport(
                        RealModules.file(module), module, ProjectFiles.target().resolve("browser/" + module))
                .complete(plans));
        return 0;
    }
}
