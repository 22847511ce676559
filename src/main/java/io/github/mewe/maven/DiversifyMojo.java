package io.github.mewe.maven;

import io.github.mewe.common.FileStem;
import io.github.mewe.engine.DiversificationException;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.EnvironmentException;
import io.github.mewe.engine.FileDiversifier;
import io.github.mewe.engine.GenerationOptions;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.LinkOptions;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.OutputFiles;
import io.github.mewe.engine.Platform;
import io.github.mewe.engine.Target;
import io.github.mewe.engine.WeightChoice;
import io.github.mewe.engine.profiling.ProfileFiles;
import io.github.mewe.link.ChoiceTrace;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.DispatchShape;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.maven.InputFinder.Input;
import io.github.mewe.profile.ProfileException;
import io.github.mewe.profile.RecordedProfile;
import io.github.mewe.report.Manifest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.inject.Inject;
import org.apache.commons.io.FileUtils;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;

/**
 * Gives a WebAssembly module a second, multivariant binary: its functions have several functionally equivalent bodies,
 * and each call runs one picked at random.
 */
@Mojo(name = "diversify", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true, requiresProject = false)
public final class DiversifyMojo extends Goal {
    private static final String RANDOM_SEED = "random";
    private static final int MOST_BINARIES = 100;

    /**
     * The {@code .wasm} file, or a directory: every {@code .wasm} file in it. By default the main or an attached
     * artifact, if it is one, else the only one under the build directory.
     */
    @Parameter(property = "mewe.input")
    private File input;

    /** The classifier of the attached artifacts, and the end of the files' names. */
    @Parameter(property = "mewe.classifier", defaultValue = "diversified")
    private String classifier;

    /** Attaches the binary as type {@code wasm} and the manifest as type {@code json}. */
    @Parameter(property = "mewe.attach", defaultValue = "true")
    private boolean attach;

    /**
     * What is allowed: {@code variants} of a function at most (the original not counted), {@code maxGrowth} of the code
     * at most, {@code timeSeconds} for generation (0 for no limit).
     */
    @Parameter
    private Budget budget = new Budget();

    /** The same as {@code budget/variants}, for the command line. */
    @Parameter(property = "mewe.variants", defaultValue = "4")
    private int variants;

    /** The same as {@code budget/maxGrowth}, for the command line. */
    @Parameter(property = "mewe.maxGrowth", defaultValue = "8.0")
    private double maxGrowth;

    /** The same as {@code budget/maxVariantCost}, for the command line. */
    @Parameter(property = "mewe.maxVariantCost", defaultValue = "1.3")
    private double maxVariantCost;

    /**
     * Where replacements of data-flow slices are kept that a live search found, for later builds. Such a search takes
     * place when a solver is among the plugin's dependencies.
     */
    @Parameter(
            property = "mewe.synthesisCache",
            defaultValue = "${user.home}/.cache/mewe-maven-plugin/synthesis",
            required = true)
    private File synthesisCache;

    /** The same as {@code budget/maxOverhead}, for the command line. */
    @Parameter(property = "mewe.maxOverhead", defaultValue = "1.1")
    private double maxOverhead;

    /**
     * When choices are made: {@code call}, {@code instance}, {@code bound}, or {@code auto}, which decides it function
     * by function within {@code budget/maxOverhead}.
     */
    @Parameter(property = "mewe.granularity", defaultValue = GranularityChoice.AUTO)
    private String granularity;

    /**
     * Exceptions from {@code granularity}, of which the first that matches counts: each has {@code functions}, a glob
     * on function names, and {@code granularity}.
     */
    @Parameter
    private List<GranularityOverride> granularityOverrides = List.of();

    /** The same as {@code budget/timeSeconds}, for the command line. */
    @Parameter(property = "mewe.timeSeconds", defaultValue = "0")
    private int timeSeconds;

    /**
     * What all random choices derive from: any text. By default it derives from the input and the configuration, so
     * that the same build gives the same bytes; {@code random} draws one and logs it.
     */
    @Parameter(property = "mewe.seed")
    private String seed;

    /** Globs on function names: only these are diversified. */
    @Parameter(property = "mewe.includes")
    private List<String> includes = List.of();

    /** Globs on function names: these are not diversified. */
    @Parameter(property = "mewe.excludes")
    private List<String> excludes = List.of();

    /**
     * The variant strategies, in the order in which a variant passes through them: {@code structure}, {@code optimize},
     * {@code memory}, {@code rewrite}. By default all of them.
     */
    @Parameter(property = "mewe.strategies")
    private List<String> strategies = List.of();

    /**
     * Where the choices' entropy comes from: {@code auto}, {@code wasi}, {@code host}, {@code export} or {@code fixed}.
     * By default what suits {@code platform}, without one {@code auto}.
     */
    @Parameter(property = "mewe.randomness")
    private String randomness;

    /**
     * What the output will run on: {@code workers}, {@code fastly}, {@code wasi}, {@code browser} or {@code jvm}. It
     * sets what suits it where nothing is configured, and warns of what it will not take.
     */
    @Parameter(property = "mewe.platform")
    private String platform;

    /**
     * How many binaries are made, for different nodes or releases, that share no variant where that is possible. If it
     * is more than one, they are attached under {@code CLASSIFIER-1}, {@code CLASSIFIER-2} and so on.
     */
    @Parameter(property = "mewe.population", defaultValue = "1")
    private int population;

    /** Whether the original body of a function is one of the choices. */
    @Parameter(property = "mewe.includeOriginal", defaultValue = "true")
    private boolean includeOriginal;

    /**
     * How often bodies are chosen where they are not equal; the first element that matches a function counts: each has
     * {@code functions}, a glob on function names, {@code original}, the original's share in the choices, and
     * {@code variants}, the variants' weights in relation to each other.
     */
    @Parameter
    private List<Weight> weights = List.of();

    /**
     * Writes the ES module {@code mewe-loader.mjs} and its type declarations beside the output. In browsers, Node, Deno
     * and Workers it instantiates modules and seeds them. By default only for the platforms {@code workers} and
     * {@code browser}.
     */
    @Parameter(property = "mewe.loader")
    private Boolean loader;

    /**
     * What the goal {@code profile} recorded: a file, or a directory in which {@code NAME.profile.json} is the file. By
     * default the directory {@code src/main/mewe}; without a file there, costs are guessed from the code.
     */
    @Parameter(property = "mewe.profile")
    private File profile;

    /**
     * How dispatchers hand calls over: {@code switch} (a branch table over direct calls), {@code table} (an indirect
     * call through a table of their own) or {@code mixed} (each dispatcher draws one of them by the seed).
     */
    @Parameter(property = "mewe.dispatch", defaultValue = "switch")
    private String dispatch;

    /**
     * Where dispatchers report their choices to: {@code none}, {@code import} (the imported function
     * {@code mewe.trace}) or {@code memory} (a ring buffer in the exported memory {@code mewe_trace}).
     */
    @Parameter(property = "mewe.trace", defaultValue = "none")
    private String trace;

    /** Exports {@code mewe_force}, by which the host chooses in place of dispatchers. */
    @Parameter(property = "mewe.debug", defaultValue = "false")
    private boolean debug;

    /**
     * Diversifies a module that was diversified before as well: its dispatchers get variants and dispatchers of their
     * own. Without it, such an input is refused as a mistake.
     */
    @Parameter(property = "mewe.force", defaultValue = "false")
    private boolean force;

    private final ProfileFiles profiles = new ProfileFiles();

    private final MavenProjectHelper projectHelper;

    /**
     * Made by Maven.
     *
     * @param projectHelper attaches artifacts
     */
    @Inject
    public DiversifyMojo(MavenProjectHelper projectHelper) {
        this.projectHelper = projectHelper;
    }

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        DiversificationRequest request = request();
        checkOutput();
        var finder = new InputFinder(
                project(), places().buildDirectory(), outputDirectory().toPath());
        List<Input> inputs = input == null ? finder.ofProject() : finder.at(input);
        checkClassifiers(inputs);
        checkProfile(inputs);
        var files = new FileDiversifier(diversifier());
        var failures = new ArrayList<String>();
        var seeding = new SeedingLog(writesLoader(), platform());
        for (Input module : inputs) {
            try {
                diversify(module, inputs.size() > 1, files, request, seeding);
            } catch (DiversificationException | ProfileException e) {
                getLog().debug(e);
                failures.add(module.file() + ": " + e.getMessage());
            }
        }
        seeding.report(getLog());
        if (!failures.isEmpty()) {
            throw new MojoFailureException(
                    (inputs.size() == 1 ? "" : failures.size() + " of " + inputs.size() + " modules failed:\n  ")
                            + String.join("\n  ", failures));
        }
    }

    private DiversificationRequest request() throws MojoFailureException {
        if (classifier == null || !classifier.matches("[A-Za-z0-9._-]+")) {
            throw new MojoFailureException("<classifier> (mewe.classifier) is '" + classifier
                    + "'; it must be letters, digits, '.', '_' and '-'");
        }
        if (population < 1 || population > MOST_BINARIES) {
            throw new MojoFailureException(
                    "<population> (mewe.population) is " + population + "; it must be from 1 to " + MOST_BINARIES);
        }
        try {
            return new DiversificationRequest(
                    seed(),
                    new GenerationOptions(
                            budget.resolve(variants, maxGrowth, maxVariantCost, timeSeconds),
                            new NameFilter(includes, excludes),
                            strategies,
                            // Who adds a solver wants it used.
                            Optional.of(synthesisCache.toPath()).filter(directory -> Diversifier.canSearchLive())),
                    new LinkOptions(
                            new Target(platform(), Optional.ofNullable(randomness == null ? null : source())),
                            budget.maxOverhead(maxOverhead),
                            granularity(),
                            Optional.empty(),
                            weights(),
                            dispatchOptions()),
                    force,
                    population);
        } catch (IllegalArgumentException e) {
            throw new MojoFailureException("<strategies> (mewe.strategies): " + e.getMessage(), e);
        }
    }

    private RandomnessSource source() throws MojoFailureException {
        if (randomness == null) {
            return RandomnessSource.AUTO;
        }
        return RandomnessSource.named(randomness)
                .orElseThrow(() -> new MojoFailureException("<randomness> (mewe.randomness) is '" + randomness
                        + "'; it must be one of "
                        + Arrays.stream(RandomnessSource.values())
                                .map(RandomnessSource::configurationName)
                                .collect(Collectors.joining(", "))));
    }

    private Optional<Platform> platform() throws MojoFailureException {
        if (platform == null) {
            return Optional.empty();
        }
        return Optional.of(Platform.named(platform)
                .orElseThrow(() -> new MojoFailureException("<platform> (mewe.platform) is '" + platform
                        + "'; it must be one of "
                        + Arrays.stream(Platform.values())
                                .map(Platform::configurationName)
                                .collect(Collectors.joining(", "))
                        + ", or be left out")));
    }

    private boolean writesLoader() throws MojoFailureException {
        return loader == null ? platform().filter(Platform::usesLoader).isPresent() : loader;
    }

    private DispatchOptions dispatchOptions() throws MojoFailureException {
        DispatchShape shape = DispatchShape.named(dispatch)
                .orElseThrow(() -> new MojoFailureException(
                        "<dispatch> (mewe.dispatch) is '" + dispatch + "'; it must be one of switch, table, mixed"));
        ChoiceTrace reports = ChoiceTrace.named(trace)
                .orElseThrow(() -> new MojoFailureException(
                        "<trace> (mewe.trace) is '" + trace + "'; it must be one of none, import, memory"));
        return new DispatchOptions(shape, reports, debug);
    }

    private GranularityChoice granularity() throws MojoFailureException {
        var overrides = new ArrayList<GranularityChoice.Override>();
        for (GranularityOverride override : granularityOverrides) {
            overrides.add(override.resolve());
        }
        return new GranularityChoice(
                GranularityOverride.parse("<granularity> (mewe.granularity)", granularity), overrides);
    }

    private WeightChoice weights() throws MojoFailureException {
        var rules = new ArrayList<WeightChoice.Rule>();
        for (Weight weight : weights) {
            rules.add(weight.resolve(includeOriginal));
        }
        return new WeightChoice(includeOriginal, rules);
    }

    private Optional<String> seed() {
        if (!RANDOM_SEED.equals(seed)) {
            return Optional.ofNullable(seed).filter(text -> !text.isBlank());
        }
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        String drawn = HexFormat.of().formatHex(bytes);
        getLog().info("Drew the seed " + drawn + "; give it as <seed> (mewe.seed) to make the same output again");
        return Optional.of(drawn);
    }

    private ProfileLocation profilePlace() {
        return new ProfileLocation(profile, places().profileDirectory());
    }

    private void checkProfile(List<Input> inputs) throws MojoFailureException {
        if (profile != null && !profile.exists()) {
            throw new MojoFailureException("the file " + profile
                    + " that <profile> (mewe.profile) names does not exist." + " The goal mewe:profile makes it");
        }
        if (profilePlace().isOneFile() && inputs.size() > 1) {
            throw new MojoFailureException("<profile> (mewe.profile) names the file " + profile + ", and there are "
                    + inputs.size() + " modules: name a directory, in which NAME.profile.json is that of NAME.wasm");
        }
    }

    private Optional<RecordedProfile> profileOf(Input module) throws IOException {
        Path place = profilePlace().of(module);
        return Files.isRegularFile(place) ? Optional.of(profiles.read(place)) : Optional.empty();
    }

    private void checkOutput() throws MojoExecutionException {
        File existing = outputDirectory();
        while (existing != null && !existing.exists()) {
            existing = existing.getParentFile();
        }
        if (existing == null || !existing.isDirectory() || !existing.canWrite()) {
            throw new MojoExecutionException("cannot write to " + outputDirectory() + ": " + existing
                    + " is not a directory that can be written to. Choose another with <outputDirectory>"
                    + " (mewe.outputDirectory)");
        }
    }

    /** Two inputs of one classifier would replace each other's artifact. */
    private void checkClassifiers(List<Input> inputs) throws MojoFailureException {
        Map<String, Path> taken = new HashMap<>();
        for (Input module : inputs) {
            Path other = taken.put(classifierPart(module.relative()), module.file());
            if (attach && other != null) {
                throw new MojoFailureException(
                        other + " and " + module.file() + " would be attached under one classifier."
                                + " Rename one of them, or set <attach> (mewe.attach) to false");
            }
        }
    }

    private Diversifier diversifier() throws MojoExecutionException {
        try {
            return new Diversifier(
                    Runtime.getRuntime().availableProcessors(),
                    outputDirectory().toPath());
        } catch (EnvironmentException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
    }

    private void diversify(
            Input module, boolean several, FileDiversifier files, DiversificationRequest request, SeedingLog seeding)
            throws MojoExecutionException, MojoFailureException {
        List<String> classifiers = population == 1
                ? List.of(classifier)
                : IntStream.rangeClosed(1, population)
                        .mapToObj(member -> classifier + "-" + member)
                        .toList();
        List<OutputFiles> outputs = new ArrayList<>();
        for (String each : classifiers) {
            outputs.add(output(module, each));
        }
        long start = System.nanoTime();
        List<FileDiversifier.Outcome> outcomes;
        try {
            outcomes = files.population(
                    module.file(), outputs, request.withProfile(profileOf(module)), new LoggedProgress(getLog()));
        } catch (IOException e) {
            throw new MojoExecutionException(
                    "cannot read " + module.file() + " or write "
                            + outputs.get(0).binary() + ": " + e
                            + ". Check <input> (mewe.input) and <outputDirectory> (mewe.outputDirectory)",
                    e);
        }
        if (population > 1 && !outcomes.get(0).upToDate()) {
            new PopulationLog(getLog())
                    .report(
                            module.relative(),
                            (System.nanoTime() - start) / 1e9,
                            outcomes.stream()
                                    .map(FileDiversifier.Outcome::manifest)
                                    .toList());
        }
        for (int member = 0; member < outcomes.size(); member++) {
            FileDiversifier.Outcome outcome = outcomes.get(member);
            OutputFiles output = outputs.get(member);
            log(outcome, module, output, (System.nanoTime() - start) / 1e9);
            if (!outcome.upToDate()) {
                seeding.add(outcome.manifest());
            }
            if (attach) {
                String full = several
                        ? classifiers.get(member) + "-" + classifierPart(module.relative())
                        : classifiers.get(member);
                var attachment = new ArtifactAttacher(project(), projectHelper);
                attachment.attach("wasm", full, output.binary().toFile());
                attachment.attach("json", full, output.manifest().toFile());
            }
        }
    }

    private OutputFiles output(Input module, String named) throws MojoFailureException {
        Path parent = module.relative().getParent();
        Path directory = parent == null
                ? outputDirectory().toPath()
                : outputDirectory().toPath().resolve(parent);
        var names = OutputFiles.in(directory, module.relative().getFileName().toString(), named);
        return writesLoader() ? names.withLoader() : names;
    }

    private static String classifierPart(Path relative) {
        String path = relative.toString().replace(File.separatorChar, '-');
        return FileStem.of(path).replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private void log(FileDiversifier.Outcome outcome, Input module, OutputFiles output, double seconds) {
        Manifest manifest = outcome.manifest();
        if (outcome.upToDate()) {
            getLog().info("Up to date: " + output.binary());
            warn(manifest);
            return;
        }
        String functions = String.format(
                Locale.ROOT,
                "%d of %d functions, %d variants",
                manifest.totals().diversified(),
                manifest.totals().functions(),
                manifest.totals().variants());
        getLog().info(
                        population == 1
                                ? String.format(
                                        Locale.ROOT,
                                        "Diversified %s in %.1f s: %s",
                                        module.relative(),
                                        seconds,
                                        functions)
                                : "Binary " + manifest.population().member() + " of " + population + ": " + functions);
        getLog().info(String.format(
                Locale.ROOT,
                "  size %s -> %s, code %.2f times, time %.2f times as %s; randomness %s, seed %s",
                FileUtils.byteCountToDisplaySize(manifest.input().bytes()),
                FileUtils.byteCountToDisplaySize(manifest.output().bytes()),
                manifest.output().codeBytes()
                        / (double) Math.max(1, manifest.input().codeBytes()),
                manifest.prediction().overhead(),
                manifest.prediction().from().equals("profile") ? "predicted from the profile" : "guessed from the code",
                manifest.randomness(),
                manifest.seed()));
        getLog().info("  " + output.binary());
        if (manifest.prediction().overhead() > maxOverheadAllowed(manifest)) {
            getLog().info(
                            "  That is slower than <maxOverhead> (mewe.maxOverhead) allows, and no choice can be left out:"
                                    + " functions that are called through exports and tables choose once an instance at least. <excludes>"
                                    + " (mewe.excludes) takes the hottest of them out; the manifest's \"load\" says which they are");
        }
        if (manifest.totals().diversified() == 0) {
            getLog().warn("  No function has variants; the manifest says why, for each. "
                    + mostFrequentReason(manifest));
        }
        if (!manifest.dispatch().equals(dispatch)) {
            getLog().warn("  Its dispatchers are of the shape '" + manifest.dispatch() + "', not <dispatch>" + dispatch
                    + "</dispatch> (mewe.dispatch): a second table needs the feature reference types, which the module"
                    + " does not declare");
        }
        outcome.withoutSourceMap().ifPresent(problem -> getLog().warn("  The output has no source map: " + problem));
        for (String fault : outcome.faults()) {
            getLog().warn("  A strategy failed, which cost a variant and nothing else; please report it: " + fault);
        }
        warn(manifest);
        if (manifest.timeLimited()) {
            getLog().warn("  <budget><timeSeconds> (mewe.timeSeconds) was over before everything was done: this output"
                    + " depends on the machine's speed and is not reproducible");
        }
    }

    /** What is allowed, rounded as it is shown; infinite where the user decides otherwise. */
    private static double maxOverheadAllowed(Manifest manifest) {
        return manifest.parameters().get("granularity").equals("auto")
                ? Double.parseDouble(manifest.parameters().get("budget/maxOverhead")) + 0.005
                : Double.POSITIVE_INFINITY;
    }

    private void warn(Manifest manifest) {
        for (String warning : manifest.warnings()) {
            getLog().warn("  " + warning);
        }
    }

    private static String mostFrequentReason(Manifest manifest) {
        return manifest.functions().stream()
                .collect(Collectors.groupingBy(Manifest.Function::reason, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(reason -> "Most often: " + reason.getKey())
                .orElse("The module defines no function");
    }
}
