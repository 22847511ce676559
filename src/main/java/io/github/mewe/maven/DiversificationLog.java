package io.github.mewe.maven;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.FileDiversifier.Outcome;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.UnmatchedGlobs;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.maven.InputFinder.Input;
import io.github.mewe.report.ChoiceSummary;
import io.github.mewe.report.Manifest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.io.FileUtils;
import org.apache.maven.plugin.logging.Log;

/** Prints the results of the goal {@code diversify}. */
final class DiversificationLog {
    private static final double NANOS_PER_SECOND = 1e9;

    /** A difference too small for two decimals. */
    private static final double TOLERANCE = 0.005;

    private final Log log;
    private final DiversificationRequest request;
    private final SeedingLog seeding;
    private final Set<String> functions = new HashSet<>();
    private long start;

    DiversificationLog(Log log, DiversificationRequest request, SeedingLog seeding) {
        this.log = log;
        this.request = request;
        this.seeding = seeding;
    }

    /** Starts the clock for a module. */
    void start() {
        start = System.nanoTime();
    }

    /** Prints the outcomes for a module, one for each binary of the population. */
    void report(Input module, List<Outcome> outcomes) {
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        boolean isPopulation = outcomes.size() > 1;
        if (isPopulation && !outcomes.get(0).upToDate()) {
            new PopulationLog(log)
                    .report(
                            module.relative(),
                            seconds,
                            outcomes.stream().map(Outcome::manifest).toList());
        }
        for (Outcome outcome : outcomes) {
            Manifest manifest = outcome.manifest();
            manifest.allFunctions().forEach(function -> functions.add(function.name()));
            if (outcome.upToDate()) {
                log.info("Up to date: " + outcome.output().binary());
            } else {
                log.info(headline(module, manifest, seconds));
                report(outcome);
                seeding.add(manifest);
            }
            manifest.warnings().forEach(this::warn);
        }
    }

    /**
     * Prints what concerns all modules.
     *
     * @param isComplete true if every module was diversified
     */
    void finish(boolean isComplete) {
        seeding.report(log);
        if (isComplete) {
            UnmatchedGlobs.in(request, functions).forEach(log::warn);
        }
    }

    private void hardening(Manifest.Hardening hardening) {
        if (hardening == null) {
            return;
        }
        if (hardening.heap() != null) {
            heap(hardening.heap());
        }
        List<String> ofFrames = hardening.measures().stream()
                .filter(measure -> !measure.equals(HardeningMeasure.HEAP.configurationName()))
                .toList();
        if (ofFrames.isEmpty()) {
            return;
        }
        int leftAlone =
                hardening.leftAlone().values().stream().mapToInt(List::size).sum();
        if (hardening.bodies().isEmpty()) {
            warn("<harden> (mewe.harden) changes nothing: "
                    + (hardening.stackPointer() == null
                            ? "the module has no stack pointer as LLVM's compilers use it"
                            : "no function has both a stack frame that is understood and a variant"));
            return;
        }
        log.info(String.format(
                Locale.ROOT,
                "  hardening %s: %d of %d functions with a stack frame, %d bodies; up to %d bytes more stack%s",
                String.join(", ", ofFrames),
                hardening.framedFunctions(),
                hardening.framedFunctions() + leftAlone,
                hardening.bodies().size(),
                hardening.addedStackBytes(),
                start(hardening.stackStart())));
    }

    private static String start(Manifest.MovedStart start) {
        if (start == null) {
            return "";
        }
        return ", " + start.bytes() + " of them for its start ("
                + (start.stackBytes() == null
                        ? "size of the stack unknown"
                        : "stack of an estimated " + start.stackBytes() + " bytes")
                + ")";
    }

    private void heap(Manifest.Heap heap) {
        if (heap.reason() != null) {
            warn("<harden> (mewe.harden): 'heap' changes nothing: " + heap.reason()
                    + ". If the allocator's functions have other names, give them in <heapFunctions> (mewe.heapFunctions);"
                    + " otherwise remove 'heap'");
            return;
        }
        log.info(heap.functions().stream()
                .map(Manifest.HeapFunction::name)
                .collect(Collectors.joining(", ", "  hardening heap: guards around the blocks of ", "")));
    }

    private static String headline(Input module, Manifest manifest, double seconds) {
        String counts = counts(manifest);
        Manifest.Population population = manifest.population();
        return population == null
                ? String.format(Locale.ROOT, "Diversified %s in %.1f s: %s", module.relative(), seconds, counts)
                : "Binary " + population.member() + " of " + population.size() + ": " + counts;
    }

    private static String counts(Manifest manifest) {
        Manifest.Totals totals = manifest.totals();
        return totals.diversified() + " of " + totals.functions() + " functions, " + totals.variants() + " variants";
    }

    private void report(Outcome outcome) {
        Manifest manifest = outcome.manifest();
        boolean isRecorded = manifest.prediction().from().equals("profile");
        log.info(String.format(
                Locale.ROOT,
                "  size %s -> %s, code x%.2f, %s run time x%.2f; randomness %s, seed %s",
                FileUtils.byteCountToDisplaySize(manifest.input().bytes()),
                FileUtils.byteCountToDisplaySize(manifest.output().bytes()),
                manifest.output().codeBytes()
                        / (double) Math.max(1, manifest.input().codeBytes()),
                isRecorded ? "predicted" : "estimated",
                manifest.prediction().overhead(),
                manifest.randomness(),
                manifest.seed()));
        ChoiceSummary.of(manifest).ifPresent(choices -> log.info("  functions that choose: " + choices));
        hardening(manifest.hardening());
        log.info("  " + outcome.output().binary());
        if (manifest.coreModules() != null) {
            reportCoreModules(manifest.coreModules());
        }
        if (manifest.totals().variants() > 0) {
            log.info("  " + proofs(manifest.totals()));
        }
        if (!isRecorded && isOverBudget(manifest)) {
            log.info("  The estimate exceeds <budget><maxOverhead> (mewe.maxOverhead). Record a profile with the goal"
                    + " mewe:profile to get a prediction from measured counts");
        }
        if (manifest.totals().diversified() == 0) {
            warn("No function has variants. " + mostFrequentReason(manifest));
        }
        String configured = request.linking().dispatch().shape().configurationName();
        if (!manifest.dispatch().equals(configured)) {
            warn("Dispatchers have the shape '" + manifest.dispatch() + "', although <dispatch> (mewe.dispatch) is '"
                    + configured + "': the module does not declare the feature reference types, which a second table"
                    + " needs. Compile the module with reference types, or set <dispatch> to 'switch'");
        }
        outcome.withoutSourceMap()
                .ifPresent(problem -> warn("The output has no source map: " + problem
                        + ". Build the input again with its map beside it, or without one"));
        outcome.faults()
                .forEach(fault -> warn("A strategy failed, which cost one variant; please report this: " + fault));
        if (manifest.timeLimited()) {
            warn("Generation stopped at <budget><timeSeconds> (mewe.timeSeconds): the output depends on the machine's"
                    + " speed and is not reproducible. Raise the limit, or set it to 0 for none");
        }
    }

    private void reportCoreModules(List<Manifest.CoreModule> modules) {
        for (Manifest.CoreModule module : modules) {
            String name = module.name() == null ? "" : " (" + module.name() + ")";
            log.info("  core module " + module.path() + name + ": "
                    + (module.manifest() == null ? "left alone, " + module.reason() : counts(module.manifest())));
        }
    }

    private static String proofs(Manifest.Totals totals) {
        return totals.toBeExecuted() == 0
                ? "All " + totals.variants() + " variants proved by derivation"
                : totals.proved() + " of " + totals.variants()
                        + " variants proved by derivation; the rest are executed by mewe:verify";
    }

    private boolean isOverBudget(Manifest manifest) {
        return request.linking().granularity().equals(GranularityChoice.AUTOMATIC)
                && manifest.prediction().overhead() > request.linking().maxOverhead() + TOLERANCE;
    }

    private static String mostFrequentReason(Manifest manifest) {
        return manifest.allFunctions().stream()
                .collect(Collectors.groupingBy(Manifest.Function::reason, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(reason -> "Most frequent reason in the manifest: " + reason.getKey())
                .orElse("The module defines no function");
    }

    private void warn(String text) {
        log.warn("  " + text);
    }
}
