package io.github.mewe.engine.measurement;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.common.DeepThread;
import io.github.mewe.engine.DiversificationException;
import io.github.mewe.engine.EnvironmentException;
import io.github.mewe.engine.MultivariantModule;
import io.github.mewe.engine.PluginVersion;
import io.github.mewe.execution.Engine;
import io.github.mewe.execution.EngineLimitException;
import io.github.mewe.execution.Engines;
import io.github.mewe.execution.ExportedFunction;
import io.github.mewe.execution.InvocationException;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.ProgramInput;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.ir.Signature;
import io.github.mewe.link.CallPaths;
import io.github.mewe.link.EntryTracing;
import io.github.mewe.link.EntryTracing.Traced;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.HostKeying;
import io.github.mewe.link.LinkException;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.measure.BodyFingerprints;
import io.github.mewe.measure.CodeMeasurement;
import io.github.mewe.measure.CompilationRefusedException;
import io.github.mewe.measure.DistinctVariants;
import io.github.mewe.measure.EmbeddedTimer;
import io.github.mewe.measure.JavetCompiler;
import io.github.mewe.measure.MachineCode;
import io.github.mewe.measure.NodeCompiler;
import io.github.mewe.measure.NodeTimer;
import io.github.mewe.measure.OptimisingCompiler;
import io.github.mewe.measure.RunSeeds;
import io.github.mewe.measure.TimeSamples;
import io.github.mewe.measure.TimingException;
import io.github.mewe.measure.TimingRequest;
import io.github.mewe.measure.TraceRuns;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Measurement;
import io.github.mewe.wasm.MalformedModuleException;
import io.github.mewe.wasm.ValueType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Measures how diverse a multivariant binary is. */
public final class Measurer {
    private final List<Engine> engines = Engines.all();

    /**
     * Creates a measurer.
     *
     * @param nativeDirectory where to unpack the native library if the temporary directory is unusable
     * @throws EnvironmentException if the native library cannot be loaded
     */
    public Measurer(Path nativeDirectory) {
        try {
            BinaryenModule.loadNativeLibrary(nativeDirectory);
        } catch (RuntimeException e) {
            throw new EnvironmentException(e.getMessage(), e);
        }
    }

    /**
     * Measures a binary that is not in a component.
     *
     * @param input the input module of the binary
     * @param binary the multivariant binary
     * @param manifest its manifest
     * @param request the extent of the measurement
     * @param progress receives the name of each step
     * @throws DiversificationException if the binary is malformed or lacks a requested export
     * @throws IOException if Node exists but cannot run
     * @throws InterruptedException if the thread is interrupted while Node runs
     */
    public Measurement measure(
            byte[] input, byte[] binary, Manifest manifest, MeasurementRequest request, Consumer<String> progress)
            throws IOException, InterruptedException {
        return measure(new MultivariantModule(input, binary, manifest, Optional.empty()), request, progress);
    }

    /**
     * Measures a multivariant module.
     *
     * @param request the extent of the measurement
     * @param progress receives the name of each step
     * @throws DiversificationException if the module is malformed or lacks a requested export
     * @throws IOException if Node exists but cannot run
     * @throws InterruptedException if the thread is interrupted while Node runs
     */
    public Measurement measure(MultivariantModule module, MeasurementRequest request, Consumer<String> progress)
            throws IOException, InterruptedException {
        try {
            return measured(module, request, progress);
        } catch (MalformedModuleException | LinkException | InvocationException e) {
            throw new DiversificationException(e.getMessage(), e);
        }
    }

    private Measurement measured(MultivariantModule module, MeasurementRequest request, Consumer<String> progress)
            throws IOException, InterruptedException {
        byte[] input = module.input();
        byte[] binary = module.binary();
        Manifest manifest = module.manifest();
        progress.accept("the code");
        Structure structure = structure(binary, manifest, request.plans());
        if (module.frame().isPresent()) {
            structure = structure.with(HostKeying.of(structure.tracing()));
        }
        Optional<NodeCompiler> node = node(request, progress);
        Measurement.MachineCode machineCode =
                request.machineCode() ? machineCode(node, binary, manifest, progress) : null;
        CodeMeasurement.Code code = new CodeMeasurement(manifest, input, binary, structure.imports())
                .measure(distinct(binary, manifest), machineCode);
        progress.accept("other budgets");
        List<Measurement.Budgeted> frontier = new Frontier(input, binary, manifest, request.profile()).budgets();
        return new Measurement(
                Measurement.SCHEMA_VERSION,
                PluginVersion.get(),
                manifest.output().name(),
                manifest.output().sha256(),
                code.statics(),
                code.exposure(),
                dynamics(structure, manifest, request, progress),
                times(timingRequest(input, binary, manifest, request), structure, manifest, request, node, progress),
                frontier);
    }

    /**
     * Facts about the binary, collected in one pass.
     *
     * @param imports the number of imported functions
     * @param traced the functions with variants
     * @param tracing the binary with tracing added
     * @param pathBits for each invocation, the logarithm to base 2 of the number of call paths from its export
     * @param exports the called exports
     */
    private record Structure(
            int imports,
            List<Traced> traced,
            byte[] tracing,
            List<Double> pathBits,
            Map<String, ExportedFunction> exports) {

        private Structure with(byte[] other) {
            return new Structure(imports, traced, other, pathBits, exports);
        }
    }

    private static Structure structure(byte[] binary, Manifest manifest, List<RunPlan> plans) {
        return DeepThread.call(() -> {
            try (BinaryenModule module = BinaryenModule.open(binary)) {
                List<String> names =
                        module.functions().stream().map(FunctionInfo::name).toList();
                int imports = (int) module.functions().stream()
                        .filter(FunctionInfo::isImported)
                        .count();
                List<Traced> traced = manifest.functions().stream()
                        .filter(function -> !function.variants().isEmpty())
                        .map(function -> traced(function, names))
                        .toList();
                Map<String, List<String>> bodies = new HashMap<>();
                traced.stream()
                        .filter(function -> function.granularity() != null)
                        .forEach(function -> bodies.put(function.dispatcher(), function.bodies()));
                var pathBits = new ArrayList<Double>();
                Map<String, ExportedFunction> exports = new HashMap<>();
                for (RunPlan plan : plans) {
                    String export = plan.start().isPresent()
                            ? ProgramInput.EXPORT
                            : plan.invocations().get(0).export();
                    Optional<String> function = module.exports().function(export);
                    pathBits.add(function.map(name -> CallPaths.bitsFrom(module, bodies, name))
                            .orElse(0.0));
                    function.ifPresent(name -> exports.put(export, exported(export, module.signature(name))));
                }
                if (plans.isEmpty()) {
                    return new Structure(imports, traced, binary, pathBits, exports);
                }
                new EntryTracing(module).add(traced);
                module.validate().ifPresent(message -> {
                    throw new IllegalStateException("the traced binary is invalid, which is a bug in this plugin: "
                            + message.lines().limit(6).toList());
                });
                return new Structure(imports, traced, module.write(), pathBits, exports);
            }
        });
    }

    private static ExportedFunction exported(String export, Signature signature) {
        return new ExportedFunction(
                export,
                signature.params().stream().map(Measurer::engineType).toList(),
                signature.result().equals(ValueType.NONE) ? List.of() : List.of(engineType(signature.result())));
    }

    private static ValueType engineType(ValueType type) {
        return type.isReference() ? ValueType.REFERENCE : type;
    }

    private static Traced traced(Manifest.Function function, List<String> names) {
        var bodies = new ArrayList<String>();
        if (function.originalIndex() != null) {
            bodies.add(names.get(function.originalIndex()));
        }
        function.variants().forEach(variant -> bodies.add(names.get(variant.index())));
        Granularity granularity = function.choice() == null
                ? null
                : Granularity.named(function.choice().dispatcher()).orElseThrow();
        return new Traced(
                names.get(function.dispatcherIndex()),
                bodies,
                function.originalIndex() == null ? 1 : 0,
                granularity,
                function.choice() == null ? 0 : function.choice().bits());
    }

    private static int distinct(byte[] binary, Manifest manifest) {
        List<Manifest.Function> diversified = diversified(manifest);
        Map<Integer, String> forms =
                BodyFingerprints.written(binary, diversified).fingerprints();
        var counter = new DistinctVariants(forms::get);
        return diversified.stream().mapToInt(counter::of).sum();
    }

    private static List<Manifest.Function> diversified(Manifest manifest) {
        return manifest.functions().stream()
                .filter(function -> !function.variants().isEmpty())
                .toList();
    }

    /** Returns empty if Node cannot be run. */
    private static Optional<NodeCompiler> node(MeasurementRequest request, Consumer<String> progress)
            throws InterruptedException {
        if (request.node().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new NodeCompiler(request.node().get()));
        } catch (IOException e) {
            progress.accept("measuring without Node: " + e.getMessage()
                    + ". Name its command with <measure><node> (mewe.measure.node), or set that to none");
            return Optional.empty();
        }
    }

    /** Compares machine code from Node's V8, or else from V8 in the JVM; null if neither compiles the binary. */
    private static Measurement.MachineCode machineCode(
            Optional<NodeCompiler> node, byte[] binary, Manifest manifest, Consumer<String> progress)
            throws IOException, InterruptedException {
        if (node.isEmpty() && !Engines.hasV8()) {
            return null;
        }
        progress.accept("machine code");
        try {
            OptimisingCompiler engine = node.isPresent() ? node.get() : new JavetCompiler();
            MachineCode code = engine.compile(binary);
            var counter = new DistinctVariants(code.fingerprints()::get);
            List<Manifest.Function> diversified = diversified(manifest);
            return new Measurement.MachineCode(
                    code.compiler(),
                    diversified.stream().mapToInt(f -> f.variants().size()).sum(),
                    diversified.stream().mapToInt(counter::of).sum());
        } catch (CompilationRefusedException e) {
            progress.accept("machine code skipped: " + e.getMessage());
            return null;
        }
    }

    /** Each invocation is measured on the first engine that can run the binary. */
    private List<Measurement.Dynamics> dynamics(
            Structure structure, Manifest manifest, MeasurementRequest request, Consumer<String> progress) {
        if (request.plans().isEmpty()) {
            return List.of();
        }
        boolean keyed = !manifest.randomness().equals(RandomnessSource.FIXED.configurationName());
        var refusals = new ArrayList<String>();
        for (Engine engine : engines) {
            try (PreparedModule module =
                    engine.prepare(structure.tracing(), manifest.output().name())) {
                var measured = new ArrayList<Measurement.Dynamics>();
                for (int i = 0; i < request.plans().size(); i++) {
                    RunPlan plan = request.plans().get(i);
                    progress.accept(request.runs() + " runs of " + plan);
                    var runs = new TraceRuns(
                            module,
                            structure.traced(),
                            Optional.ofNullable(manifest.seedExport()),
                            keyed,
                            keys(manifest, plan));
                    measured.add(runs.measure(
                            plan, request.runs(), structure.pathBits().get(i)));
                }
                return measured;
            } catch (EngineLimitException e) {
                refusals.add(engine.name() + ": " + e.getMessage());
            }
        }
        var failed = new ArrayList<Measurement.Dynamics>();
        for (int i = 0; i < request.plans().size(); i++) {
            failed.add(TraceRuns.failed(
                    request.plans().get(i), request.runs(), structure.pathBits().get(i), String.join("; ", refusals)));
        }
        return failed;
    }

    private static RunSeeds keys(Manifest manifest, RunPlan plan) {
        return new RunSeeds(manifest.output().sha256() + '\n' + plan);
    }

    private static TimingRequest timingRequest(
            byte[] input, byte[] binary, Manifest manifest, MeasurementRequest request) {
        return new TimingRequest(
                input,
                binary,
                manifest.input().name(),
                Optional.ofNullable(manifest.seedExport()),
                request.timing().runs(),
                request.timing().limit());
    }

    private List<Measurement.Times> times(
            TimingRequest pair,
            Structure structure,
            Manifest manifest,
            MeasurementRequest request,
            Optional<NodeCompiler> node,
            Consumer<String> progress)
            throws IOException, InterruptedException {
        List<Measurement.Times> times = new ArrayList<>();
        if (request.timing().runs() == 0) {
            return times;
        }
        Optional<NodeTimer> nodeTimes =
                node.map(engine -> new NodeTimer(request.node().orElseThrow(), engine.name()));
        for (RunPlan plan : request.plans()) {
            progress.accept("times of " + plan);
            times.add(times(pair, plan, structure.exports(), keys(manifest, plan), nodeTimes, progress));
        }
        return times;
    }

    /** Times on Node if possible: V8's times are closer to production than those of an engine in Java. */
    private Measurement.Times times(
            TimingRequest pair,
            RunPlan plan,
            Map<String, ExportedFunction> functions,
            RunSeeds keys,
            Optional<NodeTimer> node,
            Consumer<String> progress)
            throws IOException, InterruptedException {
        var refusals = new ArrayList<String>();
        if (node.isPresent()) {
            try {
                return node.get().take(pair, plan, functions).compared(plan.toString());
            } catch (TimingException e) {
                refusals.add(e.getMessage());
            }
        }
        for (Engine engine : engines) {
            try {
                return new EmbeddedTimer(engine).take(pair, plan, keys).compared(plan.toString());
            } catch (TimingException | EngineLimitException e) {
                refusals.add(engine.name() + ": " + e.getMessage());
            }
        }
        refusals.forEach(refusal -> progress.accept("no times: " + refusal));
        return TimeSamples.failed(
                plan.toString(), engines.get(engines.size() - 1).name(), String.join("; ", refusals));
    }
}
