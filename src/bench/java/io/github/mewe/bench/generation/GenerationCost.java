package io.github.mewe.bench.generation;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The cost of one run of a tool.
 *
 * @param seconds the elapsed time
 * @param processor the processor time of all threads, in seconds
 * @param peak the most memory that the process had, in mebibytes
 */
record GenerationCost(double seconds, double processor, long peak) {

    /** Starts a measurement of this JVM. */
    static Start start() {
        return new Start(System.nanoTime(), processorTime());
    }

    record Start(long time, long processorTime) {
        GenerationCost end() throws IOException {
            String peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .findFirst()
                    .orElseThrow();
            return new GenerationCost(
                    (System.nanoTime() - time) / 1e9,
                    (GenerationCost.processorTime() - processorTime) / 1e9,
                    Long.parseLong(peak) / 1024);
        }
    }

    private static long processorTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
