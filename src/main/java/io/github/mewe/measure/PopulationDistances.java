package io.github.mewe.measure;

import io.github.mewe.report.Manifest;
import io.github.mewe.wasm.BinaryLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares the multivariant binaries of one module pairwise: the {@linkplain AlignmentDistance distance} between
 * variants of one function, the functions without a common variant, and the {@linkplain CodeOffsets bytes at the same
 * offset}. Ignores original bodies, which all binaries may share.
 */
public final class PopulationDistances {
    /** The work for all functions together, about 15 s. */
    private static final long MOST_STEPS = 1L << 33;

    /** The minimum allowance per function. */
    private static final long LEAST_STEPS = 1L << 20;

    /** The allowance per function for the first comparison of each pair of binaries. */
    private static final long STEPS_OF_FIRST = 1L << 28;

    /** Represents every helper as a callee, because its index is only a name. */
    private static final int HELPER = -1;

    private final List<Member> members;
    private final AlignmentDistance alignment = new AlignmentDistance();

    /**
     * A binary.
     *
     * @param imports the number of functions that it imports
     */
    public record Made(Manifest manifest, byte[] binary, int imports) {}

    private PopulationDistances(List<Made> population) {
        var alphabet = new InstructionAlphabet();
        this.members =
                population.stream().map(made -> new Member(made, alphabet)).toList();
    }

    /**
     * Compares the binaries.
     *
     * @param population binaries of one module with the same randomness source
     * @return for each binary, its distances from the others, in order
     * @throws io.github.mewe.wasm.MalformedModuleException if a binary contains an unknown instruction
     */
    public static List<List<Manifest.Distance>> of(List<Made> population) {
        return new PopulationDistances(population).all();
    }

    private List<List<Manifest.Distance>> all() {
        int count = members.size();
        var pairs = new Pair[count][count];
        for (int one = 0; one < count; one++) {
            for (int other = one + 1; other < count; other++) {
                pairs[one][other] = new Pair();
            }
        }
        int functions = members.get(0).made.manifest().functions().size();
        long limit = Math.max(LEAST_STEPS, MOST_STEPS / Math.max(1, functions));
        for (int function = 0; function < functions; function++) {
            compare(function, pairs, limit);
            Arrays.stream(pairs)
                    .flatMap(Arrays::stream)
                    .filter(Objects::nonNull)
                    .forEach(Pair::end);
        }
        var all = new ArrayList<List<Manifest.Distance>>();
        for (int one = 0; one < count; one++) {
            var distances = new ArrayList<Manifest.Distance>();
            for (int other = 0; other < count; other++) {
                if (other != one) {
                    distances.add(pairs[Math.min(one, other)][Math.max(one, other)].distance(
                            other + 1,
                            CodeOffsets.sameShare(
                                    members.get(one).made.binary(),
                                    members.get(other).made.binary())));
                }
            }
            all.add(distances);
        }
        return all;
    }

    /**
     * Compares the variants of one function, up to a limit of work. Tries to compare at least one pair of variants for
     * each pair of binaries.
     */
    private void compare(int function, Pair[][] pairs, long limit) {
        List<List<int[]>> variants =
                members.stream().map(member -> member.variants(function)).toList();
        for (int one = 0; one < variants.size(); one++) {
            for (int other = one + 1; other < variants.size(); other++) {
                pairs[one][other].begin(variants.get(one), variants.get(other));
            }
        }
        int rounds = variants.stream().mapToInt(List::size).max().orElse(0);
        long steps = 0;
        for (int round = 0; round < rounds * rounds; round++) {
            for (int one = 0; one < variants.size(); one++) {
                for (int other = one + 1; other < variants.size(); other++) {
                    int i = round / rounds;
                    int j = (i + round) % rounds;
                    if (i < variants.get(one).size() && j < variants.get(other).size()) {
                        int[] left = variants.get(one).get(i);
                        int[] right = variants.get(other).get(j);
                        steps += AlignmentDistance.steps(left.length, right.length);
                        if (steps > (round == 0 ? STEPS_OF_FIRST : limit)) {
                            return;
                        }
                        pairs[one][other].add(alignment.normalised(left, right));
                    }
                }
            }
        }
    }

    /** The comparison of two binaries so far. */
    private static final class Pair {
        private int functions;
        private int disjoint;
        private int compared;
        private double sumOfMeans;
        private int count;
        private double sum;

        void begin(List<int[]> one, List<int[]> other) {
            if (!one.isEmpty() && !other.isEmpty()) {
                functions++;
                Set<List<Integer>> bodies = one.stream().map(Pair::list).collect(Collectors.toSet());
                disjoint += other.stream().map(Pair::list).noneMatch(bodies::contains) ? 1 : 0;
            }
        }

        private static List<Integer> list(int[] body) {
            return Arrays.stream(body).boxed().toList();
        }

        void add(double distance) {
            sum += distance;
            count++;
        }

        void end() {
            if (count > 0) {
                sumOfMeans += sum / count;
                compared++;
            }
            sum = 0;
            count = 0;
        }

        Manifest.Distance distance(int member, double sameOffset) {
            return new Manifest.Distance(
                    member,
                    Distributions.rounded(compared == 0 ? 0 : sumOfMeans / compared),
                    Distributions.rounded(functions == 0 ? 0 : (double) disjoint / functions),
                    Distributions.rounded(sameOffset));
        }
    }

    /** Reads the variants of one binary, with functions numbered as in the input. */
    private static final class Member {
        private final Made made;
        private final BinaryLayout layout;
        private final InstructionReader reader;

        Member(Made made, InstructionAlphabet alphabet) {
            this.made = made;
            this.layout = BinaryLayout.of(made.binary());
            Map<Integer, Integer> callees = new HashMap<>(made.manifest().importsByWrapper());
            for (Manifest.Function function : made.manifest().functions()) {
                callees.put(function.dispatcherIndex(), function.index());
                if (function.originalIndex() != null) {
                    callees.put(function.originalIndex(), function.index());
                }
                for (Manifest.Variant variant : function.variants()) {
                    callees.put(variant.index(), function.index());
                    variant.helpers().forEach(helper -> callees.put(helper, HELPER));
                }
            }
            // Functions that the input does not define get negative numbers, which no other function has.
            IntUnaryOperator numbers = index -> callees.getOrDefault(index, HELPER - 1 - index);
            this.reader = new InstructionReader(made.binary(), alphabet, numbers);
        }

        /** Reads the instructions of each variant of a function and its helpers. */
        List<int[]> variants(int function) {
            return made.manifest().functions().get(function).variants().stream()
                    .map(variant -> IntStream.concat(
                                    IntStream.of(read(variant.index())),
                                    variant.helpers().stream().flatMapToInt(helper -> IntStream.of(read(helper))))
                            .toArray())
                    .toList();
        }

        private int[] read(int index) {
            return reader.read(layout.bodies().get(index - made.imports()));
        }
    }
}
