package io.github.mewe.bench.generation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a recorded generation spent processor time and allocated memory.
 *
 * @param module the name of the module
 * @param samples the samples of processor time in each part
 * @param bytes the bytes that each part allocated
 * @param methods the samples in which a method, by class and name, ran itself
 * @param compilation the time that the JVM's compilers took, in seconds
 */
record GenerationProfile(
        String module,
        Map<Stage, Double> samples,
        Map<Stage, Double> bytes,
        Map<String, Double> methods,
        double compilation) {

    /**
     * Reads a recording with the events of {@code sampling.jfc}.
     *
     * @param recording a file with the name of the module
     */
    static GenerationProfile read(Path recording) throws IOException {
        Map<Stage, Double> samples = new EnumMap<>(Stage.class);
        Map<Stage, Double> bytes = new EnumMap<>(Stage.class);
        Map<String, Double> methods = new HashMap<>();
        double compilation = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
            String kind = event.getEventType().getName();
            if (kind.equals("jdk.Compilation")) {
                compilation += event.getDuration().toNanos() / 1e9;
            } else if (event.getStackTrace() != null) {
                var stack = event.getStackTrace().getFrames().stream()
                        .map(RecordedFrame::getMethod)
                        .toList();
                if (kind.equals("jdk.CPUTimeSample")) {
                    samples.merge(Stage.of(stack), 1.0, Double::sum);
                    methods.merge(name(stack.get(0)), 1.0, Double::sum);
                } else if (kind.equals("jdk.ObjectAllocationSample")) {
                    bytes.merge(Stage.of(stack), (double) event.getLong("weight"), Double::sum);
                }
            }
        }
        if (samples.isEmpty()) {
            throw new IllegalStateException(recording + " has no samples of processor time, which need JDK 25 or later"
                    + " on Linux. Put it first on the PATH");
        }
        String module = recording.getFileName().toString().replaceFirst("\\.jfr$", "");
        return new GenerationProfile(module, samples, bytes, methods, compilation);
    }

    private static String name(RecordedMethod method) {
        String type = method.getType().getName();
        return type.substring(type.lastIndexOf('.') + 1) + "." + method.getName();
    }

    double share(Stage stage) {
        return share(samples, stage);
    }

    double shareOfBytes(Stage stage) {
        return share(bytes, stage);
    }

    double share(String method) {
        return share(methods, method);
    }

    private static <T> double share(Map<T, Double> amounts, T key) {
        return amounts.getOrDefault(key, 0.0)
                / amounts.values().stream().mapToDouble(amount -> amount).sum();
    }

    /** The bytes that all parts allocated. */
    double allocated() {
        return bytes.values().stream().mapToDouble(amount -> amount).sum();
    }
}
