package io.github.mewe.bench.coldstart;

import com.google.gson.Gson;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.measure.Distributions;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Measures how services start; {@code src/bench/cold-start/run.sh} says how to call it. */
final class ColdStartCommand {
    private static final List<String> SERVICES = List.of("encrypt", "brotli", "resvg");
    private static final List<Integer> VARIANTS = List.of(1, 2, 4, 8, 16);

    /** The growth that the default budget has for each of its four variants. */
    private static final double GROWTH_OF_VARIANT = 7.0 / 4;

    private static final List<Double> ALLOWED = List.of(1.05, 1.1, 1.25, 1.5, 2.0);
    private static final double MEGABYTE = 1e6;

    private final Path base = Path.of(System.getProperty("project.basedir", "."));
    private final Path target = base.resolve("target/cold-start");
    private final StringBuilder page = new StringBuilder();
    private final List<Integer> variants;
    private final int rounds;
    private final int wholeRounds;

    private ColdStartCommand(List<Integer> variants, int rounds, int wholeRounds) {
        this.variants = variants;
        this.rounds = rounds;
        this.wholeRounds = wholeRounds;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> services = SERVICES;
        List<Integer> variants = VARIANTS;
        int rounds = 9;
        int wholeRounds = 3;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--services" -> services = List.of(value.split(","));
                case "--variants" ->
                    variants = Stream.of(value.split(",")).map(Integer::valueOf).toList();
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--whole-rounds" -> wholeRounds = Integer.parseInt(value);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        var command = new ColdStartCommand(variants, rounds, wholeRounds);
        boolean isWhole = services.equals(SERVICES) && variants.equals(VARIANTS);
        Path file = command.base.resolve(isWhole ? "docs/results/cold-start.md" : "target/cold-start.md");
        command.run(services);
        Files.writeString(file, command.page);
        System.out.println(file + " is written");
    }

    /**
     * A start in a fresh process.
     *
     * @param compile how long the engine compiled, in milliseconds
     * @param compileWork the processor time that it took, in milliseconds
     * @param first how long it took to the end of the first request, in milliseconds
     * @param firstWork the processor time that it took, in milliseconds
     * @param memory by how many bytes the process then is larger, or how large it is
     */
    private record Start(double compile, double compileWork, double first, double firstWork, double memory) {}

    /**
     * The starts of a module, by their kinds; the n-th of each is that of the n-th round.
     *
     * @param workerd in workerd
     * @param lazy in Node, by default
     * @param liftoff in Node, all functions compiled by the baseline compiler
     * @param turbofan in Node, all functions compiled by the optimising compiler
     */
    private record Starts(List<Start> workerd, List<Start> lazy, List<Start> liftoff, List<Start> turbofan) {}

    /**
     * A module and its starts.
     *
     * @param variants how many variants a function was allowed; 0 for the original
     * @param made how many variants it has
     * @param bytes its size
     */
    private record Module(int variants, int made, long bytes, Starts starts) {}

    /**
     * A service.
     *
     * @param modules its modules, the original first
     * @param empty starts of a Worker without a module
     */
    private record Service(String name, List<Module> modules, List<Start> empty) {
        Module original() {
            return modules.get(0);
        }
    }

    private void run(List<String> names) throws IOException, InterruptedException {
        var services = new ArrayList<Service>();
        for (String name : names) {
            services.add(measure(name));
        }
        page.append(Files.readString(base.resolve("src/bench/cold-start/head.md")));
        line("");
        line(rounds + " rounds, " + wholeRounds + " of compiling all functions.");
        firstReplies(services);
        guidance(services);
        compilation(services);
        memory(services);
    }

    private Service measure(String name) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(target.resolve(name));
        Path original = scripts(name, directory);
        byte[] input = Files.readAllBytes(original);
        var files = new ArrayList<>(List.of(original));
        var made = new ArrayList<>(List.of(0));
        for (int count : variants) {
            Path file = directory.resolve(name + "-" + count + ".wasm");
            DiversificationResult result = new Diversifier(2, base.resolve("target"))
                    .diversify(name + ".wasm", input, file.getFileName().toString(), request(count), Progress.SILENT);
            files.add(Files.write(file, result.binary()));
            made.add(result.manifest().totals().variants());
            System.out.println(file.getFileName() + ": " + made.get(made.size() - 1) + " variants, "
                    + result.binary().length + " bytes");
        }
        Starts[] starts = starts(directory, requestOf(name), files);
        var modules = new ArrayList<Module>();
        for (int i = 0; i < files.size(); i++) {
            modules.add(new Module(i == 0 ? 0 : variants.get(i - 1), made.get(i), Files.size(files.get(i)), starts[i]));
        }
        return new Service(name, modules, starts[files.size()].workerd());
    }

    /** Puts a service's JavaScript into a directory, and gives its module. */
    private Path scripts(String name, Path directory) throws IOException {
        Path packages = base.resolve("target/real-modules/node_modules");
        copy(base.resolve("src/bench/cold-start/services").resolve(name + ".mjs"), directory.resolve("service.mjs"));
        copy(
                base.resolve("src/main/resources/io/github/mewe/engine/mewe-loader.mjs"),
                directory.resolve("mewe-loader.mjs"));
        // Some packages' ES modules have names that Node takes for CommonJS.
        Files.writeString(directory.resolve("package.json"), "{\"type\": \"module\"}\n");
        switch (name) {
            case "encrypt" -> {
                copy(base.resolve("src/bench/nodes/wasi.mjs"), directory.resolve("wasi.mjs"));
                return base.resolve("target/paper/encrypt.wasm");
            }
            case "brotli" -> {
                Path web = packages.resolve("brotli-wasm/pkg.web");
                copy(web.resolve("brotli_wasm.js"), directory.resolve("brotli_wasm.js"));
                return web.resolve("brotli_wasm_bg.wasm");
            }
            case "resvg" -> {
                Path resvg = packages.resolve("@resvg/resvg-wasm");
                copy(resvg.resolve("index.mjs"), directory.resolve("index.mjs"));
                return resvg.resolve("index_bg.wasm");
            }
            default -> throw new IllegalArgumentException("no service " + name);
        }
    }

    private Path requestOf(String name) {
        return switch (name) {
            case "encrypt" -> base.resolve("target/paper/encrypt.request");
            case "brotli" -> base.resolve("LICENSE");
            default -> base.resolve("src/bench/cold-start/services/drawing.svg");
        };
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The default budget, and as much room for each variant where there are more or fewer. */
    private static DiversificationRequest request(int variants) {
        return new DiversificationRequest(
                new VariantBudget(variants, 1 + GROWTH_OF_VARIANT * variants, 1.3, Optional.empty()),
                Optional.empty(),
                NameFilter.all(),
                List.of(),
                RandomnessSource.EXPORT);
    }

    private Starts[] starts(Path directory, Path request, List<Path> files) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                "node",
                "--no-warnings",
                base.resolve("src/bench/cold-start/measure.mjs").toString(),
                String.valueOf(rounds),
                String.valueOf(wholeRounds),
                directory.toString(),
                request.toString()));
        files.forEach(file -> command.add(file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("measure.mjs fails on " + directory);
        }
        return new Gson().fromJson(output, Starts[].class);
    }

    private void firstReplies(List<Service> services) {
        line("");
        line("## Time to the first reply");
        line("");
        line(
                "| service | variants a function | variants | size, MB | workerd: first reply, ms | over the original's | processor time, ms | over the original's | Node: first reply, ms | over the original's | processor time, ms | over the original's |");
        line("| --- |" + " ---: |".repeat(11));
        for (Service service : services) {
            for (Module module : service.modules()) {
                line(row(
                        name(service, module),
                        label(module),
                        count(module.made()),
                        number(module.bytes() / MEGABYTE, 2),
                        number(median(module.starts().workerd(), Start::first), 0),
                        ratio(service, module, Starts::workerd, Start::first),
                        number(median(module.starts().workerd(), Start::firstWork), 0),
                        ratio(service, module, Starts::workerd, Start::firstWork),
                        number(median(module.starts().lazy(), Start::first), 1),
                        ratio(service, module, Starts::lazy, Start::first),
                        number(median(module.starts().lazy(), Start::firstWork), 1),
                        ratio(service, module, Starts::lazy, Start::firstWork)));
            }
        }
        line("");
        List<Start> empty =
                services.stream().flatMap(service -> service.empty().stream()).toList();
        line("A Worker without a module takes " + number(median(empty, Start::first), 0) + " ms to its first reply in"
                + " workerd, and " + number(median(empty, Start::firstWork), 0) + " ms of processor time.");
    }

    private void guidance(List<Service> services) {
        line("");
        line("## How many variants a cold start has room for");
        line("");
        line("The most variants a function (of " + variants.toString().replaceAll("[\\[\\]]", "") + ") with which the"
                + " first reply takes no more processor time, over the original's, than the head of the column says; 0"
                + " if one variant takes more. Elapsed time depends on how many processors compile.");
        line("");
        line("| service | "
                + String.join(
                        " | ",
                        ALLOWED.stream().map(allowed -> "workerd " + allowed).toList())
                + " | "
                + String.join(
                        " | ",
                        ALLOWED.stream().map(allowed -> "Node " + allowed).toList())
                + " |");
        line("| --- |" + " ---: |".repeat(2 * ALLOWED.size()));
        for (Service service : services) {
            var cells = new ArrayList<Object>(List.of(name(service, service.original())));
            for (Function<Starts, List<Start>> kind :
                    List.<Function<Starts, List<Start>>>of(Starts::workerd, Starts::lazy)) {
                for (double allowed : ALLOWED) {
                    cells.add(service.modules().stream()
                            .takeWhile(module -> module.variants() == 0
                                    || paired(service, module, kind, Start::firstWork) <= allowed)
                            .mapToInt(Module::variants)
                            .max()
                            .orElseThrow());
                }
            }
            line(row(cells.toArray()));
        }
    }

    private void compilation(List<Service> services) {
        line("");
        line("## What compiling takes");
        line("");
        line(
                "Of a module's functions lazily (as engines do by default: a function is compiled when it is first called),"
                        + " all by the baseline compiler, and all by the optimising one. Ratios, and what a variant takes, are of processor"
                        + " time; that of compiling lazily is all processor time.");
        line("");
        line(
                "| service | variants a function | lazily, ms | over the original's | all by Liftoff, ms | processor time, ms | over the original's | µs a variant | all by TurboFan, ms | processor time, ms | over the original's | µs a variant |");
        line("| --- |" + " ---: |".repeat(11));
        for (Service service : services) {
            for (Module module : service.modules()) {
                var cells = new ArrayList<Object>(List.of(
                        name(service, module),
                        label(module),
                        number(median(module.starts().lazy(), Start::compileWork), 2),
                        ratio(service, module, Starts::lazy, Start::compileWork)));
                for (Function<Starts, List<Start>> kind :
                        List.<Function<Starts, List<Start>>>of(Starts::liftoff, Starts::turbofan)) {
                    cells.add(number(median(kind.apply(module.starts()), Start::compile), 1));
                    cells.add(number(median(kind.apply(module.starts()), Start::compileWork), 1));
                    cells.add(ratio(service, module, kind, Start::compileWork));
                    cells.add(perVariant(service, module, kind, Start::compileWork, 1e3));
                }
                line(row(cells.toArray()));
            }
        }
    }

    private void memory(List<Service> services) {
        line("");
        line("## What memory it takes");
        line("");
        line(
                "Megabytes by which the process is larger (Node), or that it has (workerd): lazily and in workerd after the"
                        + " first reply, else after compiling. And kilobytes more for each variant.");
        line("");
        line(
                "| service | variants a function | lazily | KB a variant | all by Liftoff | KB a variant | all by TurboFan | KB a variant | workerd | KB a variant |");
        line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (Service service : services) {
            for (Module module : service.modules()) {
                var cells = new ArrayList<Object>(List.of(name(service, module), label(module)));
                for (Function<Starts, List<Start>> kind : List.<Function<Starts, List<Start>>>of(
                        Starts::lazy, Starts::liftoff, Starts::turbofan, Starts::workerd)) {
                    cells.add(number(median(kind.apply(module.starts()), Start::memory) / MEGABYTE, 1));
                    cells.add(perVariant(service, module, kind, Start::memory, 1e-3));
                }
                line(row(cells.toArray()));
            }
        }
    }

    private static String name(Service service, Module module) {
        return module.variants() == 0 ? service.name() : "";
    }

    private static String label(Module module) {
        return module.variants() == 0 ? "original" : String.valueOf(module.variants());
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> figure) {
        return Distributions.median(starts.stream().mapToDouble(figure).toArray());
    }

    /** The median, over the rounds, of a figure over the original's in the same round. */
    private static double paired(
            Service service, Module module, Function<Starts, List<Start>> kind, ToDoubleFunction<Start> figure) {
        List<Start> starts = kind.apply(module.starts());
        List<Start> originals = kind.apply(service.original().starts());
        var ratios = new double[starts.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(starts.get(i)) / figure.applyAsDouble(originals.get(i));
        }
        return Distributions.median(ratios);
    }

    private static String ratio(
            Service service, Module module, Function<Starts, List<Start>> kind, ToDoubleFunction<Start> figure) {
        return module.variants() == 0 ? "" : number(paired(service, module, kind, figure), 2);
    }

    private static String perVariant(
            Service service,
            Module module,
            Function<Starts, List<Start>> kind,
            ToDoubleFunction<Start> figure,
            double unit) {
        if (module.variants() == 0) {
            return "";
        }
        double more = median(kind.apply(module.starts()), figure)
                - median(kind.apply(service.original().starts()), figure);
        return number(unit * more / module.made(), 1);
    }

    private static String count(int value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String row(Object... cells) {
        var row = new StringBuilder("|");
        Stream.of(cells).forEach(cell -> row.append(' ').append(cell).append(" |"));
        return row.toString();
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
