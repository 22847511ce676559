package io.github.mewe.equivalence.isolation;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.verification.BrokenVariants;
import io.github.mewe.equivalence.isolation.FaultSeeding.Seeded;
import io.github.mewe.equivalence.isolation.FaultSeeding.Seeds;
import io.github.mewe.equivalence.validation.ModuleProofs;
import io.github.mewe.equivalence.validation.Proof;
import io.github.mewe.equivalence.validation.ProofLimits;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reports which seeded faults the execution of variants catches. It classifies the missed ones: a solver may prove that
 * nothing changed, a trap in place of the fault shows whether any input reaches it, and many more inputs of another
 * seed may show that it changes behaviour.
 */
final class FaultReport {
    private static final int THREADS = 2;
    private static final int VARIANTS = 4;
    private static final int MANY_INPUTS = 512;
    private static final String PROVED = "proved";
    private static final long SEED = 1;
    private static final long OTHER_SEED = 2;

    private final List<Entry> entries = new ArrayList<>();
    private final Optional<WholeVerification> verification;

    /** Verifies all variants of a binary, by proof or by execution. */
    @FunctionalInterface
    interface WholeVerification {
        /** The status of each variant, by its index in the binary. */
        Map<Integer, String> statuses(byte[] input, byte[] binary, Manifest manifest);
    }

    /** Reports on executions alone. */
    FaultReport() {
        verification = Optional.empty();
    }

    /** Reports on a whole verification. */
    FaultReport(WholeVerification verification) {
        this.verification = Optional.of(verification);
    }

    /** The result of a fault. */
    enum Fate {
        /** Default settings report it as a divergence. */
        CAUGHT("caught"),
        /** Executions miss it, but the variant is no longer proved because of it. */
        REJECTED("rejected"),
        /** The variant is proved in spite of it, and nothing shows that it changes nothing. */
        ACCEPTED("accepted"),
        /** Default settings miss it; more inputs show that it changes behaviour. */
        MISSED("missed"),
        /** No input reached it; the report shows that the variant was reached in part. */
        UNREACHED("not reached"),
        /** It provably changes nothing: by a solver, or because it is unreachable. */
        EQUIVALENT("proved equivalent"),
        /** It is unknown if it changes behaviour. */
        UNDECIDED("undecided");

        private final String text;

        Fate(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /**
     * A fault and its outcome.
     *
     * @param module the module
     * @param seed the seed that it was drawn with
     * @param seeded the fault
     * @param fate its outcome
     */
    record Entry(String module, long seed, Seeded seeded, Fate fate) {}

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    int count(Fate fate) {
        return (int) entries.stream().filter(entry -> entry.fate() == fate).count();
    }

    /** The share of caught faults among those known to change behaviour in executed code. */
    double caughtOfReached() {
        return share(count(Fate.MISSED));
    }

    /** The share of caught faults among those known to change behaviour and those that no input reached. */
    double caughtOfAll() {
        return share(count(Fate.MISSED) + count(Fate.UNREACHED));
    }

    private double share(int others) {
        return (double) count(Fate.CAUGHT) / Math.max(1, count(Fate.CAUGHT) + others);
    }

    /**
     * Seeds faults into the variants of a module.
     *
     * @param name the module's name
     * @param input its binary
     * @param ofEachKind the number of faults of each kind, per seed
     * @param seeds the seeds to draw them with
     * @param scratch a directory for the diversifier
     */
    void add(String name, byte[] input, int ofEachKind, List<Long> seeds, Path scratch) {
        var budget = new VariantBudget(VARIANTS, 30, 1.3, Optional.empty());
        var request = new DiversificationRequest(
                        budget, Optional.empty(), NameFilter.all(), List.of(), RandomnessSource.EXPORT)
                .withMaxOverhead(2)
                .withGranularity(new GranularityChoice(Optional.of(Granularity.CALL), List.of()));
        add(
                name,
                input,
                new Diversifier(THREADS, scratch).diversify(name, input, name, request, Progress.SILENT),
                ofEachKind,
                seeds);
    }

    /** The same for a multivariant binary. */
    void add(String name, byte[] input, DiversificationResult made, int ofEachKind, List<Long> seeds) {
        Manifest manifest = made.manifest();
        var seeding = new FaultSeeding(input, made.binary(), manifest);
        Set<Integer> provable = verification
                .map(whole -> having(PROVED, whole.statuses(input, made.binary(), manifest)))
                .orElse(Set.of());
        for (long seed : seeds) {
            Seeds seeded = seeding.seed(ofEachKind, seed);
            List<Fate> fates = fates(input, manifest, seeding, seeded, provable);
            for (int i = 0; i < fates.size(); i++) {
                entries.add(new Entry(name, seed, seeded.faults().get(i), fates.get(i)));
            }
        }
    }

    private static Set<Integer> having(String status, Map<Integer, String> statuses) {
        return statuses.keySet().stream()
                .filter(variant -> statuses.get(variant).equals(status))
                .collect(Collectors.toSet());
    }

    /** @param provable the variants that are proved without faults */
    private List<Fate> fates(
            byte[] input, Manifest manifest, FaultSeeding seeding, Seeds seeds, Set<Integer> provable) {
        Optional<Map<Integer, String>> statuses = verification.map(
                whole -> whole.statuses(input, seeds.binary(), BrokenVariants.withOutput(manifest, seeds.binary())));
        Set<Integer> accepted = statuses.map(all -> having(PROVED, all)).orElse(Set.of());
        Set<Integer> caught = statuses.map(all -> having(IsolatedVariant.DIVERGENT, all))
                .orElseGet(() -> divergent(input, seeds.binary(), manifest, seeds.faults(), 64, SEED));
        List<Seeded> missed = seeds.faults().stream()
                .filter(seeded -> !caught.contains(seeded.variant().index()))
                .toList();
        Set<Integer> reached = divergent(input, seeding.withTraps(missed), manifest, missed, 64, SEED);
        Set<Integer> faulty = divergent(input, seeds.binary(), manifest, missed, MANY_INPUTS, OTHER_SEED);
        Set<Integer> unchanged = seeding.changingNothing(missed);
        Map<Integer, Proof> proofs = proofs(input, seeds.binary(), manifest, missed);
        var fates = new ArrayList<Fate>();
        for (Seeded seeded : seeds.faults()) {
            int variant = seeded.variant().index();
            Fate fate;
            if (caught.contains(variant)) {
                fate = Fate.CAUGHT;
            } else if (faulty.contains(variant)) {
                fate = reached.contains(variant) ? Fate.MISSED : Fate.UNREACHED;
            } else if (unchanged.contains(variant) || proofs.get(variant) instanceof Proof.Proved) {
                fate = Fate.EQUIVALENT;
            } else {
                fate = reached.contains(variant) ? Fate.UNDECIDED : Fate.UNREACHED;
            }
            if (fate != Fate.CAUGHT && fate != Fate.EQUIVALENT) {
                fate = accepted.contains(variant) ? Fate.ACCEPTED : provable.contains(variant) ? Fate.REJECTED : fate;
            }
            fates.add(fate);
        }
        return fates;
    }

    private static Set<Integer> divergent(
            byte[] input, byte[] binary, Manifest manifest, List<Seeded> faults, int inputs, long seed) {
        Set<Integer> indices = indices(faults);
        var settings =
                new IsolationSettings(inputs, seed, THREADS, IsolationSettings.FUEL, Optional.empty(), done -> {});
        Set<Integer> divergent = new HashSet<>();
        new IsolatedComparison(input, binary, manifest, settings)
                .run(variant -> indices.contains(variant.index()), IsolatedComparison.Order.LARGEST_FIRST).stream()
                        .filter(result -> result.divergence().isPresent())
                        .forEach(result -> divergent.add(result.variant().index()));
        return divergent;
    }

    private static Set<Integer> indices(List<Seeded> faults) {
        Set<Integer> indices = new HashSet<>();
        faults.forEach(seeded -> indices.add(seeded.variant().index()));
        return indices;
    }

    private static Map<Integer, Proof> proofs(byte[] input, byte[] binary, Manifest m, List<Seeded> faults) {
        Set<Integer> indices = indices(faults);
        List<Manifest.Function> functions = m.functions().stream()
                .map(f -> new Manifest.Function(
                        f.name(),
                        f.index(),
                        f.dispatcherIndex(),
                        f.instructions(),
                        f.bytes(),
                        f.originalIndex(),
                        f.originalName(),
                        f.choice(),
                        f.load(),
                        f.variants().stream()
                                .filter(v -> indices.contains(v.index()))
                                .toList(),
                        f.reason()))
                .toList();
        var some = new Manifest(
                m.schemaVersion(),
                m.pluginVersion(),
                m.binaryenVersion(),
                m.fingerprint(),
                m.seed(),
                m.parameters(),
                m.randomness(),
                m.dispatch(),
                m.prediction(),
                m.diversity(),
                m.timeLimited(),
                m.input(),
                m.output(),
                m.totals(),
                functions,
                m.warnings(),
                m.seeding(),
                m.seedExport(),
                null,
                null,
                null);
        Map<Integer, Proof> proofs = new HashMap<>();
        new ModuleProofs(ProofLimits.DEFAULT, THREADS)
                .prove(input, binary, some, Instant.now().plusSeconds(600), done -> {})
                .forEach(proof -> proofs.put(proof.variant(), proof.proof()));
        return proofs;
    }

    /** A Markdown table of the kinds. */
    String table() {
        Map<Fault, Map<Fate, Integer>> counts = new EnumMap<>(Fault.class);
        for (Entry entry : entries) {
            counts.computeIfAbsent(entry.seeded().fault(), fault -> new EnumMap<>(Fate.class))
                    .merge(entry.fate(), 1, Integer::sum);
        }
        var text = new StringBuilder("| fault | seeded |");
        for (Fate fate : columns()) {
            text.append(' ').append(fate.text()).append(" |");
        }
        text.append("\n| --- |").append(" ---: |".repeat(columns().size() + 1)).append('\n');
        counts.forEach((fault, fates) ->
                row(text, fault.text(), fates.values().stream().mapToInt(i -> i).sum(), fates));
        Map<Fate, Integer> all = new EnumMap<>(Fate.class);
        entries.forEach(entry -> all.merge(entry.fate(), 1, Integer::sum));
        row(text, "**all**", entries.size(), all);
        return text.toString();
    }

    private List<Fate> columns() {
        return Stream.of(Fate.values())
                .filter(fate -> verification.isPresent() || fate != Fate.REJECTED && fate != Fate.ACCEPTED)
                .toList();
    }

    private void row(StringBuilder text, String name, int sum, Map<Fate, Integer> fates) {
        text.append("| ").append(name).append(" | ").append(sum).append(" |");
        for (Fate fate : columns()) {
            text.append(' ').append(fates.getOrDefault(fate, 0)).append(" |");
        }
        text.append('\n');
    }

    /** The faults that were not caught, one per line. */
    String missed() {
        var text = new StringBuilder();
        for (Entry entry : entries) {
            if (entry.fate() != Fate.CAUGHT) {
                Seeded seeded = entry.seeded();
                text.append(String.format(
                        "- %s: %s in `%s` of %s, node %d (seed %d)%n",
                        entry.fate().text(),
                        seeded.fault().text(),
                        seeded.variant().name(),
                        entry.module(),
                        seeded.node(),
                        entry.seed()));
            }
        }
        return text.toString();
    }
}
