package io.github.mewe.bench.nodes;

import io.github.mewe.bench.paper.PaperService;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.WeightChoice;
import io.github.mewe.engine.profiling.Profiler;
import io.github.mewe.execution.ProgramInput;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.link.Weights;
import io.github.mewe.measure.Distributions;
import io.github.mewe.measure.TraceStatistics;
import io.github.mewe.profile.RecordedProfile;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Runs the paper's services on many nodes; {@code src/bench/nodes/run.sh} says how to call it. */
final class NodesCommand {
    private static final int NODES = 64;
    private static final int REQUESTS = 100;
    private static final int ALL = NODES * REQUESTS;

    /** So many orders of the replies, and draws of nodes. */
    private static final int ORDERS = 1000;

    private static final int DRAWS = 200;
    private static final int SEED = 2022;
    private static final List<Integer> SUBSETS = List.of(1, 2, 4, 8, 16, 32, 64);

    /** Chance brings a figure so many standard deviations from its mean once in a million times ... */
    private static final double MOST_DEVIATIONS = 5;

    /** ... but where hardly any pair is expected, a few more come more often than that. */
    private static final double FEW_PAIRS = 3;

    private static final int FLEET = 10_000;
    private static final double A_SECOND = 1e6;
    private static final double A_DAY = 86_400 * A_SECOND;

    private final Path base = Path.of(System.getProperty("project.basedir", "."));
    private final Path paper = base.resolve("target/paper");
    private final NodeSimulation simulation = new NodeSimulation(base, base.resolve("target/nodes"));
    private final StringBuilder page = new StringBuilder();

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new NodesCommand().run();
    }

    /**
     * What was seen of a service.
     *
     * @param name what it is, and how it was diversified
     */
    private record Seen(String name, PaperService service, NodeSimulation.Result result) {
        NodeReplies replies() {
            return result.replies();
        }

        TraceDistribution distribution() {
            return result.distribution();
        }

        /** No more traces than keys are possible. */
        double possibleBits() {
            return Math.min(128, distribution().traceBits());
        }

        double collisions() {
            return distribution().keyedCollisionProbability();
        }

        /** Equal pairs of replies of different nodes. */
        double expectedBetweenNodes() {
            return (double) REQUESTS * REQUESTS * NODES * (NODES - 1) / 2 * collisions();
        }

        /** Equal pairs of replies. */
        double expectedPairs() {
            return ALL * (ALL - 1.0) / 2 * collisions();
        }

        /** How far the number of equal pairs is from its mean, in standard deviations. */
        double deviation() {
            return (replies().equalPairs() - expectedPairs()) / distribution().pairsDeviation(ALL);
        }

        /** Whether chance brings the number of equal pairs so far from its mean once in a million times, or less. */
        boolean isOff() {
            return Math.abs(replies().equalPairs() - expectedPairs())
                    > MOST_DEVIATIONS * distribution().pairsDeviation(ALL) + FEW_PAIRS;
        }

        /** The probability that two nodes have a trace in common, after so many requests to each. */
        double nodesCollide() {
            return -Math.expm1(-collisions() * REQUESTS * REQUESTS);
        }

        double requestsUntilRepeat() {
            return TraceStatistics.runsUntilRepeat(collisions());
        }

        double nodesUntilRepeat() {
            return TraceStatistics.runsUntilRepeat(nodesCollide());
        }
    }

    private void run() throws IOException, InterruptedException {
        var profiled = new ArrayList<Seen>();
        var guessed = new ArrayList<Seen>();
        for (PaperService service : PaperService.ALL) {
            profiled.add(see(service, "", request(4, WeightChoice.EQUAL).withProfile(Optional.of(profile(service)))));
            guessed.add(see(service, ", without a profile", request(4, WeightChoice.EQUAL)));
        }
        var forced = new ArrayList<Seen>();
        for (String id : List.of("invert", "bin2base64", "qr-str")) {
            forced.add(see(PaperService.named(id), ", one variant, without a profile", request(1, WeightChoice.EQUAL)));
        }
        forced.add(uneven(PaperService.named("bin2base64"), 0.8));
        forced.add(uneven(PaperService.named("decrypt"), 0.7));
        page.append(Files.readString(base.resolve("src/bench/nodes/head.md")));
        diversity(profiled, guessed);
        collisions(profiled, guessed);
        var checked = new ArrayList<>(guessed);
        checked.addAll(forced);
        check(profiled, checked);
        fleet(profiled, guessed);
        line("");
        page.append(Files.readString(base.resolve("src/bench/nodes/scales.md")));
        nodes(profiled, guessed);
        Path file = base.resolve("docs/results/nodes.md");
        Files.writeString(file, page);
        System.out.println(file + " is written");
        checked.addAll(profiled);
        for (Seen seen : checked) {
            if (seen.isOff()) {
                throw new IllegalStateException(
                        seen.name() + ": equal pairs are not as many as predicted: see the page");
            }
        }
    }

    private Seen see(PaperService service, String how, DiversificationRequest request)
            throws IOException, InterruptedException {
        return see(service, how, request, OptionalDouble.empty());
    }

    /** Collision entropy is less than Shannon's where shares differ: the formula has to tell them apart. */
    private Seen uneven(PaperService service, double original) throws IOException, InterruptedException {
        var weights = new WeightChoice(
                true, List.of(new WeightChoice.Rule("*", new Weights(OptionalDouble.of(original), List.of()))));
        return see(
                service,
                String.format(Locale.ROOT, ", original %.0f %% of choices, without a profile", 100 * original),
                request(4, weights),
                OptionalDouble.of(original));
    }

    private Seen see(PaperService service, String how, DiversificationRequest request, OptionalDouble original)
            throws IOException, InterruptedException {
        String name = service.id() + how.replaceAll("[^a-z0-9]+", "-");
        NodeSimulation.Result result = simulation.run(
                new NodeSimulation.Service(
                        service.id(),
                        paper.resolve(service.id() + ".wasm"),
                        paper.resolve(service.id() + ".request"),
                        true),
                name,
                request,
                original,
                NODES,
                REQUESTS);
        var seen = new Seen(service.name() + how, service, result);
        System.out.println(row(
                seen.name(),
                "choices",
                number(result.choices(), 1),
                "R",
                seen.replies().statistics().uniqueRatio(),
                "equal pairs",
                seen.replies().equalPairs(),
                "expected",
                large(seen.expectedPairs())));
        return seen;
    }

    private RecordedProfile profile(PaperService service) throws IOException {
        byte[] input = Files.readAllBytes(paper.resolve(service.id() + ".wasm"));
        byte[] request = Files.readAllBytes(paper.resolve(service.id() + ".request"));
        var profiler = new Profiler(base.resolve("target"));
        return profiler.record(
                service.id() + ".wasm",
                input,
                profiler.instrument(input),
                new RunPlan(Optional.of(new ProgramInput(List.of(), request, Map.of())), List.of()));
    }

    private static DiversificationRequest request(int variants, WeightChoice weights) {
        return new DiversificationRequest(
                        new VariantBudget(variants, 8, 1.3, Optional.empty()),
                        Optional.empty(),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.EXPORT)
                .with(weights);
    }

    private void diversity(List<Seen> profiled, List<Seen> guessed) {
        line("");
        line("## " + NODES + " nodes, " + REQUESTS + " requests each");
        line("");
        line("All " + number((profiled.size() + guessed.size()) * (double) ALL, 0) + " replies were the original's.");
        line("");
        line(
                "| service | choices in a run | bits | R of a node: least | mean | R of all | E of all | E expected | ceiling of E | diversified functions | variants | the paper: diversified functions | variants |");
        line("| --- |" + " ---: |".repeat(12));
        for (Seen seen : all(profiled, guessed)) {
            double[] ofNodes = seen.replies().nodeStatistics().stream()
                    .mapToDouble(TraceStatistics::uniqueRatio)
                    .sorted()
                    .toArray();
            TraceStatistics ofAll = seen.replies().statistics();
            line(row(
                    seen.name(),
                    number(seen.result().choices(), 1),
                    number(seen.distribution().traceBits(), 1),
                    number(ofNodes[0], 2),
                    number(Distributions.of(ofNodes).mean(), 4),
                    number(ofAll.uniqueRatio(), 4),
                    number(ofAll.entropy(), 4),
                    number(seen.distribution().expectedEntropy(ALL), 4),
                    number(TraceStatistics.ceiling(ALL, seen.possibleBits()), 4),
                    seen.result().manifest().totals().diversified(),
                    seen.result().manifest().totals().variants(),
                    seen.service().diversified(),
                    seen.service().variants()));
        }
    }

    private void collisions(List<Seen> profiled, List<Seen> guessed) {
        line("");
        line("## What nodes have in common");
        line("");
        line(
                "| service | equal pairs between nodes | expected | requests until a trace comes again: as they came | in other orders | expected | nodes until one has a trace of another's | expected |");
        line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        var random = new Random(SEED);
        for (Seen seen : all(profiled, guessed)) {
            boolean repeats = seen.replies().equalPairs() > 0;
            boolean between = seen.replies().equalPairsBetweenNodes() > 0;
            line(row(
                    seen.name(),
                    number(seen.replies().equalPairsBetweenNodes(), 0),
                    large(seen.expectedBetweenNodes()),
                    repeats ? number(seen.replies().repliesUntilRepeat(), 0) : "over " + number(ALL, 0),
                    repeats ? number(seen.replies().meanRepliesUntilRepeat(ORDERS, random), 1) : "",
                    large(seen.requestsUntilRepeat()),
                    between ? number(seen.replies().meanNodesUntilRepeat(ORDERS, random), 2) : "over " + NODES,
                    large(seen.nodesUntilRepeat())));
        }
    }

    private void check(List<Seen> profiled, List<Seen> checked) {
        line("");
        line("## The formulas against the simulation");
        line("");
        line("All nodes together: how many of the " + large(ALL * (ALL - 1.0) / 2)
                + " pairs of replies have the same trace, and how far that is from what is expected, in standard"
                + " deviations.");
        line("");
        line(
                "| service | traces | equal pairs | expected | deviations | requests until a trace comes again | expected |");
        line("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        var random = new Random(SEED);
        for (Seen seen : all(profiled, checked)) {
            boolean repeats = seen.replies().equalPairs() > 0;
            line(row(
                    seen.name(),
                    large(Math.pow(2, seen.distribution().traceBits())),
                    number(seen.replies().equalPairs(), 0),
                    large(seen.expectedPairs()),
                    seen.expectedPairs() < 1 ? "" : number(seen.deviation(), 2),
                    repeats
                            ? number(seen.replies().meanRepliesUntilRepeat(ORDERS, random), 1)
                            : "over " + number(ALL, 0),
                    large(seen.requestsUntilRepeat())));
        }
        line("");
        line("Some of the nodes, drawn " + DRAWS
                + " times: the mean number of different traces among their replies, and the mean E.");
        line("");
        line("| service | nodes | replies | different traces | expected | E | expected |");
        line("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (Seen seen : checked) {
            if (seen.expectedBetweenNodes() >= 10) {
                subsets(seen, random);
            }
        }
    }

    private void subsets(Seen seen, Random random) {
        for (int count : SUBSETS) {
            double distinct = 0;
            double entropy = 0;
            int draws = count == NODES ? 1 : DRAWS;
            for (int i = 0; i < draws; i++) {
                TraceStatistics some = seen.replies().some(count, random).statistics();
                distinct += some.distinct();
                entropy += some.entropy();
            }
            int replies = count * REQUESTS;
            line(row(
                    count == SUBSETS.get(0) ? seen.name() : "",
                    count,
                    number(replies, 0),
                    number(distinct / draws, 1),
                    number(seen.distribution().expectedDistinct(replies), 1),
                    number(entropy / draws, 4),
                    number(seen.distribution().expectedEntropy(replies), 4)));
        }
    }

    private void fleet(List<Seen> profiled, List<Seen> guessed) {
        line("");
        line("## On paper: 10,000 nodes, a million requests a second");
        line("");
        line("Each node gets 100 requests a second. None of this was run: it is what the formulas say.");
        line("");
        line(
                "| service | a trace is guessed right | requests until a trace comes again | that is, after | nodes watched for a second until one has a trace of another's | a second: R of a node | R of all | E of all | equal pairs | a day: different traces | R of all |");
        line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (Seen seen : all(profiled, guessed)) {
            TraceDistribution traces = seen.distribution();
            double aDay = Math.min(traces.expectedDistinct(A_DAY), A_DAY);
            line(row(
                    seen.name(),
                    "1 : " + large(1 / traces.mostLikely()),
                    large(seen.requestsUntilRepeat()),
                    duration(seen.requestsUntilRepeat() / A_SECOND),
                    seen.nodesUntilRepeat() > FLEET ? "none in " + number(FLEET, 0) : large(seen.nodesUntilRepeat()),
                    number(traces.expectedDistinct(REQUESTS) / REQUESTS, 4),
                    number(traces.expectedDistinct(A_SECOND) / A_SECOND, 4),
                    number(traces.expectedEntropy((int) A_SECOND), 4),
                    large(A_SECOND * (A_SECOND - 1) / 2 * seen.collisions()),
                    large(aDay),
                    number(aDay / A_DAY, 4)));
        }
    }

    private void nodes(List<Seen> profiled, List<Seen> guessed) {
        line("");
        line("## Each node");
        line("");
        line("R of each of the " + NODES + " nodes, with a profile and without one.");
        line("");
        line("| node | "
                + String.join(
                        " | ",
                        PaperService.ALL.stream()
                                .map(service -> service.id() + " | without")
                                .toList()) + " |");
        line("| ---: |" + " ---: |".repeat(2 * PaperService.ALL.size()));
        var ratios = new ArrayList<List<TraceStatistics>>();
        for (int i = 0; i < profiled.size(); i++) {
            ratios.add(profiled.get(i).replies().nodeStatistics());
            ratios.add(guessed.get(i).replies().nodeStatistics());
        }
        for (int node = 0; node < NODES; node++) {
            var cells = new ArrayList<Object>(List.of(node));
            for (List<TraceStatistics> ofNodes : ratios) {
                cells.add(number(ofNodes.get(node).uniqueRatio(), 2));
            }
            line(row(cells.toArray()));
        }
    }

    private static List<Seen> all(List<Seen> first, List<Seen> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static String row(Object... cells) {
        var row = new StringBuilder("|");
        for (Object cell : cells) {
            row.append(' ').append(cell).append(" |");
        }
        return row.toString();
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    /** A number of any size, with as many digits as mean something. */
    private static String large(double value) {
        if (value == 0) {
            return "0";
        }
        int exponent = (int) Math.floor(Math.log10(value));
        if (exponent >= 7 || exponent < -3) {
            return String.format(Locale.ROOT, "%.1f·10<sup>%d</sup>", value / Math.pow(10, exponent), exponent);
        }
        return number(value, Math.max(0, Math.min(4, 2 - exponent)));
    }

    private static String duration(double seconds) {
        if (seconds < 1) {
            return large(1000 * seconds) + " ms";
        }
        if (seconds < 3600) {
            return number(seconds, 0) + " s";
        }
        double days = seconds / 86_400;
        return days < 2
                ? number(24 * days, 1) + " h"
                : days < 730 ? number(days, 0) + " days" : large(days / 365.25) + " years";
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
