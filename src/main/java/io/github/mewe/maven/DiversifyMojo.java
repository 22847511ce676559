package io.github.mewe.maven;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.Platform;
import io.github.mewe.engine.StackStart;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;

/**
 * Makes a multivariant binary of a WebAssembly module or component: functions get several functionally equivalent
 * bodies, and calls run one that is picked at random. Attaches the binary and its manifest to the project.
 */
@Mojo(name = "diversify", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true, requiresProject = false)
public final class DiversifyMojo extends Goal {
    /**
     * The {@code .wasm} file, a module or a component, or a directory: the goal then diversifies every {@code .wasm}
     * file in it. By default, the project's main or attached artifact if it is a {@code .wasm} file, otherwise the only
     * {@code .wasm} file under the build directory.
     */
    @Parameter(property = "mewe.input")
    File input;

    /** The classifier of the attached artifacts and the suffix of the file names. */
    @Parameter(property = "mewe.classifier", defaultValue = "diversified")
    String classifier;

    /** Attaches the binary as type {@code wasm} and the manifest as type {@code json}. */
    @Parameter(property = "mewe.attach", defaultValue = "true")
    boolean attach;

    /**
     * The limits. {@code size}: presets {@code variants}, {@code maxGrowth} and {@code coverage}: {@code small} (1, 2.0
     * and 0.94), {@code balanced} (4, 8.0 and 1.0), {@code strong} (8, 15.0 and 1.0) or {@code auto}: as
     * {@code balanced}, but short functions of a module of at most 32 KiB of code get more variants, and a module of at
     * least 1 MiB of code has the limits 2 and 4.5. {@code variants}: the maximum number of variants per function, not
     * counting the original. {@code maxGrowth}: the maximum ratio of the output's code size to the input's.
     * {@code coverage}: the share of the selected functions that get variants; the largest stay as they are.
     * {@code maxVariantCost}: the maximum ratio of a variant's estimated run time to its original's.
     * {@code maxOverhead}: the maximum ratio of the output's predicted run time to the input's. {@code timeSeconds}:
     * stops generation after this many seconds; 0 means no limit. If generation stops, the output depends on the speed
     * of the machine.
     */
    @Parameter
    Budget budget = new Budget();

    /** The same as {@code budget/size}, for the command line. */
    @Parameter(property = "mewe.size", defaultValue = "auto")
    String size;

    /** The same as {@code budget/variants}, for the command line. */
    @Parameter(property = "mewe.variants")
    Integer variants;

    /** The same as {@code budget/maxGrowth}, for the command line. */
    @Parameter(property = "mewe.maxGrowth")
    Double maxGrowth;

    /** The same as {@code budget/coverage}, for the command line. */
    @Parameter(property = "mewe.coverage")
    Double coverage;

    /** The same as {@code budget/maxVariantCost}, for the command line. */
    @Parameter(property = "mewe.maxVariantCost", defaultValue = "1.3")
    double maxVariantCost;

    /** The same as {@code budget/maxOverhead}, for the command line. */
    @Parameter(property = "mewe.maxOverhead", defaultValue = "1.1")
    double maxOverhead;

    /** The same as {@code budget/timeSeconds}, for the command line. */
    @Parameter(property = "mewe.timeSeconds", defaultValue = "0")
    int timeSeconds;

    /**
     * The seed of all random decisions of the build: any text. {@code random} draws a seed and logs it. By default, the
     * seed is derived from the configuration and the input, so that the same build gives the same bytes. Variants
     * depend only on the part before the first {@code /}, the rest of the output on all of it.
     */
    @Parameter(property = "mewe.seed")
    String seed;

    /** Globs on function names: diversifies only these functions. By default, all. */
    @Parameter(property = "mewe.includes")
    List<String> includes = List.of();

    /** Globs on function names: leaves these functions alone. */
    @Parameter(property = "mewe.excludes")
    List<String> excludes = List.of();

    /**
     * Globs on the names of functions, in exports or in the name section, whose run time must not depend on data, such
     * as secrets. Their variants get no branch and no selection on data that they did not have.
     */
    @Parameter(property = "mewe.constantTime", defaultValue = "*verify*,*memcmp*,crypto_*,ct_*")
    List<String> constantTime;

    /**
     * The variant strategies, in the order in which they are applied. {@code structure}: transforms control flow and
     * splits, merges or inlines functions. {@code optimize}: runs random pipelines of optimisation passes.
     * {@code memory}: gives loads and stores another form. {@code synthesis}: replaces slices of the data flow with
     * other computations of the same value. {@code rewrite}: applies proved rewrite rules to expressions. By default,
     * all of them, in this order.
     */
    @Parameter(property = "mewe.strategies")
    List<String> strategies = List.of();

    /**
     * The directory in which the strategy {@code synthesis} keeps the replacements that a live search found, for later
     * builds. The strategy searches if a solver is among the plugin's dependencies.
     */
    @Parameter(
            property = "mewe.synthesisCache",
            defaultValue = "${user.home}/.cache/mewe-maven-plugin/synthesis",
            required = true)
    File synthesisCache;

    /**
     * The directory in which the goal keeps the variants of each function. Later builds take the variants of unchanged
     * functions from it in less time, and the output does not depend on it. Several projects may share a directory
     * outside the build directory, which {@code mvn clean} does not delete. Whoever can write it can change the output.
     * By default, {@code ${project.build.directory}/mewe-cache}; without a project, {@code target/mewe-cache}.
     */
    @Parameter(property = "mewe.variantCache")
    File variantCache;

    /**
     * When choices are made: at each {@code call}, {@code paced} (at the first calls, then after random numbers of
     * calls), once per {@code instance}, or {@code bound} to the caller's choice. {@code auto} decides function by
     * function within {@code budget/maxOverhead}.
     */
    @Parameter(property = "mewe.granularity", defaultValue = GranularityChoice.AUTO)
    String granularity;

    /**
     * Exceptions to {@code granularity}, each with {@code functions}, a glob on function names, and
     * {@code granularity}. The first match applies.
     */
    @Parameter
    List<GranularityOverride> granularityOverrides = List.of();

    /** Keeps each original body as one of the choices. */
    @Parameter(property = "mewe.includeOriginal", defaultValue = "true")
    boolean includeOriginal;

    /**
     * How often bodies are chosen, if not equally. Each rule has {@code functions}, a glob on function names;
     * {@code original}, the original's share of the choices, from 0 to less than 1; and {@code variants}, the variants'
     * weights relative to each other, such as {@code 3,2,1}. The first match applies.
     */
    @Parameter
    List<Weight> weights = List.of();

    /**
     * The source of the key of all choices. {@code wasi}: {@code random_get}, once per instance. {@code host}: the
     * imported function {@code mewe.random}. {@code export}: the host calls {@code mewe_seed}. {@code fixed}: the build
     * seed, for tests. {@code auto}: {@code wasi} if the module imports {@code random_get} already, otherwise
     * {@code export}, where another import of random numbers supplies the key until the host does. By default, the
     * source that suits {@code platform}, or {@code auto} without a platform.
     */
    @Parameter(property = "mewe.randomness")
    String randomness;

    /**
     * The platform that runs the output: {@code workers}, {@code fastly}, {@code wasi}, {@code browser} or {@code jvm}.
     * It sets {@code randomness} and {@code loader} where you do not, and warns if the platform would reject the
     * output.
     */
    @Parameter(property = "mewe.platform")
    String platform;

    /**
     * Writes the ES modules {@code mewe-loader.mjs}, which instantiates and seeds modules in browsers, Node, Deno and
     * Workers, {@code mewe-auto.mjs}, which seeds every instance that other code creates after its import, and
     * {@code mewe-twins.mjs}, which runs several instances as one and compares them, with their type declarations,
     * beside the output. By default, {@code true} for the platforms {@code workers} and {@code browser}, otherwise
     * {@code false}.
     */
    @Parameter(property = "mewe.loader")
    Boolean loader;

    /**
     * The measures against memory corruption, a list. {@code frames}: each body of a function places its stack frame at
     * another distance from its caller's, and the stack starts at a random address. {@code canaries}: a random word
     * above each stack frame is checked before the function returns. {@code heap}: blocks of C's allocator have random
     * slack and canaries, and freed blocks are reused later, in random order. {@code none}: none of these, so that the
     * output behaves like the input in every respect.
     */
    @Parameter(property = "mewe.harden", defaultValue = "none")
    List<String> harden;

    /**
     * The maximum distance by which {@code harden} lowers the start of the stack: a number of bytes, a multiple of 16,
     * or a percentage of the stack's estimated size, up to {@code 50%}. If the size is unknown, a percentage stands for
     * 1024 bytes. {@code 0} leaves the start unchanged.
     */
    @Parameter(property = "mewe.stackStart", defaultValue = StackStart.DEFAULT_TEXT)
    String stackStart;

    /**
     * The maximum number of bytes, a multiple of 16, by which {@code frames} lowers each stack frame at run time in
     * addition to the distance of its body. The amount is drawn again and again. Deep recursion needs that much more
     * stack at each level.
     */
    @Parameter(property = "mewe.frameOffset", defaultValue = "0")
    int frameOffset;

    /**
     * The bodies that {@code canaries} guards: {@code all}, or {@code some}, half of the bodies of each function, so
     * that only some of the calls pay for a check and only some of the overflows are noticed.
     */
    @Parameter(property = "mewe.canaries", defaultValue = "all")
    String canaries;

    /**
     * The maximum number of bytes that {@code harden}'s measure {@code heap} takes for random slack and for freed
     * blocks that wait for their reuse. If it is used up, blocks have the least slack and are reused at once.
     */
    @Parameter(property = "mewe.heapLimit", defaultValue = "1048576")
    int heapLimit;

    /**
     * The allocator's functions that {@code harden}'s measure {@code heap} guards, if the module does not have their
     * usual names: a list of entries such as {@code malloc=Ia}, with the name of an export or a function's name in the
     * manifest.
     */
    @Parameter(property = "mewe.heapFunctions")
    List<String> heapFunctions = List.of();

    /**
     * The number of binaries to make, from 1 to 100, which share no variants where possible. If there are several,
     * their classifiers are {@code CLASSIFIER-1}, {@code CLASSIFIER-2} and so on.
     */
    @Parameter(property = "mewe.population", defaultValue = "1")
    int population;

    /**
     * The profile that the goal {@code profile} recorded: a file, or a directory that contains
     * {@code NAME.profile.json} for {@code NAME.wasm}. By default, the directory {@code src/main/mewe}. Without a
     * profile, costs are estimated from the code.
     */
    @Parameter(property = "mewe.profile")
    File profile;

    /**
     * How dispatchers call variants: {@code switch} (a branch table over direct calls), {@code table} (an indirect call
     * through a private table) or {@code mixed} (the seed picks one for each dispatcher).
     */
    @Parameter(property = "mewe.dispatch", defaultValue = "switch")
    String dispatch;

    /**
     * How dispatchers report choices: {@code none}, {@code import} (calls the imported function {@code mewe.trace}) or
     * {@code memory} (fills a ring buffer in the exported memory {@code mewe_trace}).
     */
    @Parameter(property = "mewe.trace", defaultValue = "none")
    String trace;

    /** Exports {@code mewe_force}, with which the host chooses in place of a dispatcher. */
    @Parameter(property = "mewe.debug", defaultValue = "false")
    boolean debug;

    /** Diversifies a module that is already multivariant, with its dispatchers. By default, the goal refuses it. */
    @Parameter(property = "mewe.force", defaultValue = "false")
    boolean force;

    /**
     * Runs in a separate JVM, with options that suit short runs. This takes less time, and a crash there does not end
     * Maven. {@code false} runs in Maven's JVM, for example to debug the goal.
     */
    @Parameter(property = "mewe.fork", defaultValue = "true")
    boolean fork;

    /** More options for the JVM that {@code fork} starts, such as {@code -Xmx6g} for a very large module. */
    @Parameter(property = "mewe.jvmArguments")
    List<String> jvmArguments = List.of();

    private final MavenProjectHelper projectHelper;

    @Inject
    public DiversifyMojo(MavenProjectHelper projectHelper) {
        this.projectHelper = projectHelper;
    }

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        DiversificationRequest request = new DiversificationRequestConverter(this).convert();
        new DiversificationRun(this, request, new ArtifactAttacher(project(), projectHelper)).run();
    }

    Path variantCacheDirectory() {
        return (variantCache == null ? new File(directories().buildDirectory(), "mewe-cache") : variantCache).toPath();
    }

    /** Returns true if the goal writes the loader: as configured, otherwise if the platform uses it. */
    boolean writesLoader(DiversificationRequest request) {
        return loader == null
                ? request.linking()
                        .target()
                        .platform()
                        .filter(Platform::usesLoader)
                        .isPresent()
                : loader;
    }
}
