package io.github.mewe.bench.coldstart;

import io.github.mewe.measure.Distributions;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The measured starts of services. */
final class ColdStarts {
    private ColdStarts() {}

    /**
     * A start in a fresh process.
     *
     * @param compile the time of compilation, in milliseconds
     * @param compileWork the processor time of compilation, in milliseconds
     * @param first the time until the end of the first request, in milliseconds
     * @param firstWork the processor time until then, in milliseconds
     * @param memory the growth of the process in bytes, or its size
     */
    record Start(double compile, double compileWork, double first, double firstWork, double memory) {}

    /**
     * The starts of a module; the n-th of each list belongs to the n-th round.
     *
     * @param workerd in workerd
     * @param lazy in Node with its default settings
     * @param liftoff in Node, all functions compiled by the baseline compiler
     * @param turbofan in Node, all functions compiled by the optimising compiler
     */
    record Starts(List<Start> workerd, List<Start> lazy, List<Start> liftoff, List<Start> turbofan) {}

    /**
     * A module and its starts.
     *
     * @param variants the budget's variants per function; 0 for the original
     * @param made the number of variants in it
     * @param bytes its size
     */
    record Module(int variants, int made, long bytes, Starts starts) {
        boolean isOriginal() {
            return variants == 0;
        }

        double median(Function<Starts, List<Start>> kind, ToDoubleFunction<Start> figure) {
            return ColdStarts.median(kind.apply(starts), figure);
        }
    }

    /**
     * A service.
     *
     * @param modules its modules, the original first
     * @param empty starts of a Worker without a module
     */
    record Service(String name, List<Module> modules, List<Start> empty) {
        Module original() {
            return modules.get(0);
        }

        /** The median over the rounds of a figure's ratio to the original's in the same round. */
        double ratio(Module module, Function<Starts, List<Start>> kind, ToDoubleFunction<Start> figure) {
            List<Start> starts = kind.apply(module.starts());
            List<Start> originals = kind.apply(original().starts());
            var ratios = new double[starts.size()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = figure.applyAsDouble(starts.get(i)) / figure.applyAsDouble(originals.get(i));
            }
            return Distributions.median(ratios);
        }

        /** The growth of a figure's median with each variant. */
        double perVariant(Module module, Function<Starts, List<Start>> kind, ToDoubleFunction<Start> figure) {
            return (module.median(kind, figure) - original().median(kind, figure)) / module.made();
        }
    }

    static double median(List<Start> starts, ToDoubleFunction<Start> figure) {
        return Distributions.median(starts.stream().mapToDouble(figure).toArray());
    }
}
