import io.github.mewe.bench.Requests;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.wasm.BinaryLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Diversifies the file that is its argument with the defaults of an earlier revision, against which it is compiled. It
 * prints the elapsed seconds, the processor time in seconds, the peak memory in mebibytes, the number of variants and
 * the growth of the code.
 */
final class EarlierGeneration {
    public static void main(String[] arguments) throws Exception {
        byte[] input = Files.readAllBytes(Path.of(arguments[0]));
        long start = System.nanoTime();
        long processor = processorTime();
        var made = new Diversifier(Runtime.getRuntime().availableProcessors(), Path.of("target"))
                .diversify(
                        "module.wasm",
                        input,
                        "module-4.wasm",
                        Requests.defaults(RandomnessSource.AUTO),
                        Progress.SILENT);
        double seconds = (System.nanoTime() - start) / 1e9;
        double processorSeconds = (processorTime() - processor) / 1e9;
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElseThrow();
        System.out.println(seconds + " " + processorSeconds + " " + Long.parseLong(peak) / 1024 + " "
                + made.manifest().totals().variants() + " "
                + (double) BinaryLayout.of(made.binary()).codeBytes()
                        / BinaryLayout.of(input).codeBytes());
    }

    private static long processorTime() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
