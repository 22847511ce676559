package io.github.mewe.bench.workers;

import com.google.gson.Gson;
import io.github.mewe.measure.TimeSamples;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.Measurement.Distribution;
import io.github.mewe.report.Measurement.Times;
import io.github.mewe.report.MeasurementFile;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Puts what services take in workerd into their measurements, and into the guide: see {@code src/bench/workers/run.sh}.
 */
public final class WorkersCommand {
    private static final String BEGIN = "<!-- measured -->\n";
    private static final String END = "<!-- /measured -->";
    private static final int MEDIAN = 10;
    private static final int MOST = 19;
    private static final double MICROS = 1000;

    private WorkersCommand() {}

    /** What times.mjs prints: times in microseconds. */
    private record Samples(String engine, Map<String, Service> services) {}

    private record Service(
            double[] original, double[] multivariant, double[] originalStart, double[] multivariantStart) {}

    /** What check.mjs found of a service. */
    private record Checked(int requests, double choices, double uniqueRatio) {}

    private record AllChecked(Map<String, Checked> services) {}

    /**
     * Runs.
     *
     * @param arguments what times.mjs printed, what check.mjs wrote, the directory of the measurements, and the guide
     * @throws IOException if one of them cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Samples samples = read(Path.of(arguments[0]), Samples.class);
        AllChecked checked = read(Path.of(arguments[1]), AllChecked.class);
        Path directory = Path.of(arguments[2]);
        var rows = new ArrayList<String>();
        for (Map.Entry<String, Service> entry : samples.services().entrySet()) {
            String name = entry.getKey();
            Path file = directory.resolve(name + "-diversified" + MeasurementFile.SUFFIX);
            Measurement measurement = new MeasurementFile().read(file).orElseThrow();
            Times times = times(name, samples.engine(), entry.getValue());
            Files.writeString(file, new MeasurementFile().format(with(measurement, times)));
            rows.add(row(name, measurement, times, checked.services().get(name)));
        }
        replaceTable(Path.of(arguments[3]), table(samples.engine(), rows));
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

    /** The measurement with times of this engine, and without earlier ones of it. */
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

    private static String row(String name, Measurement measurement, Times times, Checked checked) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d → %,d | %.0f | %.3f | %s → %s | %s → %s | %.3f (%.3f to %.3f) | %s → %s |",
                name,
                measurement.statics().variants(),
                measurement.statics().inputBytes(),
                measurement.statics().outputBytes(),
                checked.choices(),
                checked.uniqueRatio(),
                milliseconds(times.original(), MEDIAN),
                milliseconds(times.multivariant(), MEDIAN),
                milliseconds(times.original(), MOST),
                milliseconds(times.multivariant(), MOST),
                times.ratio(),
                times.low(),
                times.high(),
                milliseconds(times.originalStart(), MEDIAN),
                milliseconds(times.multivariantStart(), MEDIAN));
    }

    private static String milliseconds(Distribution times, int quantile) {
        return String.format(Locale.ROOT, "%.2f", times.quantiles().get(quantile) / MICROS);
    }

    private static String table(String engine, List<String> rows) {
        return "In " + engine + ", original → multivariant, times in ms:\n\n"
                + "| service | variants | bytes | choices a request | R | a request | slowest twentieth from | ratio of the medians"
                + " | start |\n"
                + "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
                + String.join("\n", rows) + "\n";
    }

    private static void replaceTable(Path guide, String table) throws IOException {
        String text = Files.readString(guide);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(guide + " has no place for the table");
        }
        Files.writeString(guide, text.substring(0, begin + BEGIN.length()) + table + text.substring(end));
    }
}
