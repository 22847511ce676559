package io.github.mewe.bench.workers;

import com.google.gson.Gson;
import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.measure.TimeSamples;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.Measurement.Times;
import io.github.mewe.report.MeasurementFile;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Adds the times of Workers to their measurements, and writes the page on Workers. */
@Command(
        name = "WorkersCommand",
        mixinStandardHelpOptions = true,
        description = "Adds the times of Workers to their measurements, and writes docs/results/workers.md."
                + " src/bench/workers/run.sh builds the Workers, takes the times and runs this command.")
final class WorkersCommand implements Callable<Integer> {
    @Parameters(index = "0", description = "The output of times.mjs.")
    private Path times;

    @Parameters(index = "1", description = "What check.mjs wrote.")
    private Path checked;

    @Parameters(index = "2", description = "The directory of the measurements.")
    private Path measurements;

    /** The output of times.mjs, in microseconds. */
    private record Samples(String engine, Map<String, Service> services) {}

    private record Service(
            double[] original, double[] multivariant, double[] originalStart, double[] multivariantStart) {}

    /** The findings of check.mjs about a service. */
    private record Checked(int requests, double choices, double uniqueRatio) {}

    private record AllChecked(Map<String, Checked> services) {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new WorkersCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Samples samples = read(times, Samples.class);
        Map<String, Checked> traces = read(checked, AllChecked.class).services();
        var rows = new ArrayList<WorkersPage.Row>();
        for (Map.Entry<String, Service> entry : samples.services().entrySet()) {
            String name = entry.getKey();
            Path file = measurements.resolve(name + "-diversified" + MeasurementFile.SUFFIX);
            Measurement measurement = new MeasurementFile().read(file).orElseThrow();
            Times compared = times(name, samples.engine(), entry.getValue());
            Files.writeString(file, new MeasurementFile().format(with(measurement, compared)));
            rows.add(new WorkersPage.Row(
                    name,
                    measurement.statics(),
                    compared,
                    traces.get(name).choices(),
                    traces.get(name).uniqueRatio()));
        }
        new WorkersPage(samples.engine(), rows).page().write(ProjectFiles.page("workers", true));
        return 0;
    }

    private static <T> T read(Path file, Class<T> type) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return new Gson().fromJson(reader, type);
        }
    }

    private static Times times(String name, String engine, Service service) {
        return new TimeSamples(
                        engine,
                        service.original(),
                        service.multivariant(),
                        service.originalStart(),
                        service.multivariantStart())
                .compared("a request to " + name);
    }

    /** The measurement with these times in place of earlier ones of the same invocation. */
    private static Measurement with(Measurement measurement, Times times) {
        List<Times> all = Stream.concat(
                        measurement.times().stream()
                                .filter(other -> !other.invocation().equals(times.invocation())),
                        Stream.of(times))
                .toList();
        return new Measurement(
                measurement.schemaVersion(),
                measurement.pluginVersion(),
                measurement.binary(),
                measurement.binarySha256(),
                measurement.statics(),
                measurement.exposure(),
                measurement.dynamics(),
                all,
                measurement.frontier());
    }
}
