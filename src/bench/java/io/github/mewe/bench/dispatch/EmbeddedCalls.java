package io.github.mewe.bench.dispatch;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The cost of a dispatched call over a direct one in the embedded engine's compiler. */
final class EmbeddedCalls {
    private static final int CALLS = 200_000;
    private static final int ROUNDS = 61;
    private static final int WARM_UP = 60;

    /**
     * The medians of rounds in which all modules take turns.
     *
     * @param direct nanoseconds of a direct call with its share of the loop around it
     * @param more the additional nanoseconds of a dispatched call
     */
    record Times(double direct, double more) {}

    private record Pair(ExportFunction direct, ExportFunction dispatched) {}

    private EmbeddedCalls() {}

    static List<Times> measure(List<byte[]> modules) {
        var pairs = new ArrayList<Pair>();
        for (byte[] module : modules) {
            Instance instance = Instance.builder(Parser.parse(module))
                    .withMachineFactory(MachineFactoryCompiler::compile)
                    .build();
            pairs.add(new Pair(instance.export("direct"), instance.export("dispatched")));
        }
        for (int i = 0; i < WARM_UP; i++) {
            for (Pair pair : pairs) {
                if ((int) pair.direct().apply(CALLS)[0]
                        != (int) pair.dispatched().apply(CALLS)[0]) {
                    throw new IllegalStateException("the bodies are not the same");
                }
            }
        }
        var direct = new double[pairs.size()][ROUNDS];
        var more = new double[pairs.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < pairs.size(); i++) {
                double before = nanoseconds(pairs.get(i).direct());
                double chosen = nanoseconds(pairs.get(i).dispatched());
                direct[i][round] = Math.min(before, nanoseconds(pairs.get(i).direct()));
                more[i][round] = chosen - direct[i][round];
            }
        }
        var times = new ArrayList<Times>();
        for (int i = 0; i < pairs.size(); i++) {
            times.add(new Times(median(direct[i]), median(more[i])));
        }
        return times;
    }

    private static double nanoseconds(ExportFunction run) {
        long start = System.nanoTime();
        run.apply(CALLS);
        return (System.nanoTime() - start) / (double) CALLS;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
