package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryLayout;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.MalformedModuleException;
import io.github.mewe.ir.DeepThread;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.LinkException;
import io.github.mewe.link.LinkPlan;
import io.github.mewe.link.LinkedFunction;
import io.github.mewe.link.MultivariantLinker;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.GrowthAllotment;
import io.github.mewe.variant.VariantGenerator;
import java.nio.file.Path;
import java.util.List;

/** Makes multivariant binaries: reads, generates, links, validates, writes. */
public final class Diversifier {
    private static final int RELINKS = 4;

    private final int threads;

    /**
     * A diversifier.
     *
     * @param threads how many threads generate variants; what comes out does not depend on it
     * @param nativeDirectory a directory that the native library may be unpacked into if no other will do
     * @throws EnvironmentException if the native library cannot be loaded
     */
    public Diversifier(int threads, Path nativeDirectory) {
        this.threads = threads;
        try {
            BinaryenModule.loadNativeLibrary(nativeDirectory);
        } catch (RuntimeException e) {
            throw new EnvironmentException(e.getMessage(), e);
        }
    }

    /**
     * Diversifies a module.
     *
     * @param name the input's name, for the manifest
     * @param input a module in the binary format
     * @param outputName the output's name, for the manifest
     * @param request what is asked for
     * @param progress hears how far the work is
     * @throws DiversificationException if the input is not a module that can be diversified as asked
     */
    public DiversificationResult diversify(
            String name, byte[] input, String outputName, DiversificationRequest request, Progress progress) {
        try {
            return DeepThread.call(() -> diversifyDeep(name, input, outputName, request, progress));
        } catch (MalformedModuleException | LinkException e) {
            throw new DiversificationException(e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new DiversificationException(
                    "the Java heap is too small for it. Give Maven more, for example MAVEN_OPTS=-Xmx4g", e);
        }
    }

    private DiversificationResult diversifyDeep(
            String name, byte[] input, String outputName, DiversificationRequest request, Progress progress) {
        BinaryLayout layout = BinaryLayout.of(input);
        List<Integer> codeBytes =
                layout.bodies().stream().map(BinaryLayout.Body::size).toList();
        Seed seed = request.seedFor(input);
        try (BinaryenModule module = BinaryenModule.open(input)) {
            var source = new ModuleSource(module, codeBytes);
            var generator = new VariantGenerator(
                    StrategyRegistry.create(request.strategies()), request.budget(), seed.generation(), threads);
            var generation = generator.generate(
                    source,
                    request.functions().compiled(),
                    done -> progress.functionsDone(done, source.functionCount()));
            Granularity granularity = source.framePreserving() ? Granularity.INSTANCE : Granularity.CALL;
            long limit = (long) (request.budget().maxGrowth() * layout.codeBytes());
            long allowance = limit - layout.codeBytes();
            for (int i = 0; ; i++) {
                List<FunctionVariants> kept = GrowthAllotment.within(generation.functions(), codeBytes, allowance);
                // The variants' unmodelled nodes are copied from the first module, so that stays open.
                try (BinaryenModule target = BinaryenModule.open(input)) {
                    var linker = new MultivariantLinker(target);
                    RandomnessSource randomness = linker.resolve(request.randomness());
                    List<LinkedFunction> linked =
                            linker.link(new LinkPlan(kept, granularity, randomness, seed.drawKey()));
                    target.validate().ifPresent(message -> {
                        throw new IllegalStateException("the output is not valid, which is a fault of this plugin: "
                                + message.lines().limit(6).toList());
                    });
                    // Encoding it anew would change a module in which nothing is diversified.
                    byte[] output = linked.isEmpty() ? input : target.write();
                    BinaryLayout outputLayout = BinaryLayout.of(output);
                    long excess = outputLayout.codeBytes() - limit;
                    if (excess > 0 && !linked.isEmpty() && i < RELINKS) {
                        // Sizes were estimated; the exact one says by how much too low.
                        allowance = Math.max(0, allowance - excess - excess / 4 - 64);
                        continue;
                    }
                    var manifest = new ManifestBuilder(
                                    name, input, layout, outputName, output, outputLayout, request, seed.text())
                            .build(
                                    kept,
                                    linked,
                                    module.functions(),
                                    target.outputOrder(),
                                    randomness,
                                    granularity,
                                    generation.timeLimited());
                    return new DiversificationResult(output, manifest, generation.faults());
                }
            }
        }
    }
}
