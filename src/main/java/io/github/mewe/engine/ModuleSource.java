package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.common.SequenceHash;
import io.github.mewe.common.Sha256;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.link.SuspendedCalls;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.GenerationSource;
import io.github.mewe.variant.GlobalReads;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.BinaryLayout.Body;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A module as the generator sees it. */
public final class ModuleSource implements GenerationSource {
    private static final int MOST_INLINED_INSTRUCTIONS = 60;
    private static final String GUARDED = "a part of the allocator that <harden> (mewe.harden) guards";

    private final BinaryenModule module;
    private final List<String> defined;
    private final Map<String, Integer> bytesByName;
    private final long[] contents;
    private final long codeBytes;
    private final GlobalReads globals;
    private final boolean framePreserving;
    private final Set<String> unchanged;
    private final Set<String> constantTime;
    private final Map<String, Optional<FunctionBody>> inlinable = new ConcurrentHashMap<>();

    /**
     * Creates a source.
     *
     * @param module the module
     * @param binary the same module, encoded
     */
    public ModuleSource(BinaryenModule module, byte[] binary) {
        this(module, binary, FunctionMarks.NONE);
    }

    /**
     * Creates a source in which some functions are marked.
     *
     * @param module the module
     * @param binary the same module, encoded
     * @param marks the marks
     */
    public ModuleSource(BinaryenModule module, byte[] binary, FunctionMarks marks) {
        this.module = module;
        this.unchanged = marks.unchanged();
        this.defined = module.functions().stream()
                .filter(function -> !function.isImported())
                .map(FunctionInfo::name)
                .toList();
        BinaryLayout layout = BinaryLayout.of(binary);
        List<Body> bodies = layout.bodies();
        this.codeBytes = layout.codeBytes();
        this.bytesByName = IntStream.range(0, defined.size())
                .boxed()
                .collect(Collectors.toMap(defined::get, i -> bodies.get(i).size()));
        this.contents = contents(binary, bodies);
        this.globals = new GlobalReads(module.mutableIntegerGlobals());
        this.framePreserving = SuspendedCalls.arePossibleIn(module);
        this.constantTime = named(marks.constantTime());
    }

    /** The functions with an export, or in the name section, whose name matches one of the globs. */
    private Set<String> named(List<String> globs) {
        if (globs.isEmpty()) {
            return Set.of();
        }
        Predicate<String> matches = new NameFilter(globs, List.of()).compiled();
        Stream<String> exported = module.exports().names().stream()
                .filter(matches)
                .flatMap(name -> module.exports().function(name).stream());
        return Stream.concat(exported, defined.stream().filter(matches)).collect(Collectors.toSet());
    }

    private static long[] contents(byte[] binary, List<Body> bodies) {
        var occurrences = new HashMap<Long, Integer>();
        var contents = new long[bodies.size()];
        for (int i = 0; i < contents.length; i++) {
            Body body = bodies.get(i);
            byte[] code = Arrays.copyOfRange(binary, body.start(), body.end());
            long hash = ByteBuffer.wrap(Sha256.of(code)).getLong();
            contents[i] = SequenceHash.extend(hash, occurrences.merge(hash, 1, Integer::sum));
        }
        return contents;
    }

    @Override
    public int functionCount() {
        return defined.size();
    }

    @Override
    public long codeBytes() {
        return codeBytes;
    }

    @Override
    public int bodyBytes(int index) {
        return bytesByName.get(functionName(index));
    }

    @Override
    public String functionName(int index) {
        return defined.get(index);
    }

    @Override
    public long content(int index) {
        return contents[index];
    }

    /** Determines if a body of this many bytes may be small enough for inlining. */
    static boolean isInlinable(int bytes) {
        // An instruction takes at least one byte, so bodies that are too large can be rejected without lifting them.
        return bytes <= MOST_INLINED_INSTRUCTIONS * 4;
    }

    @Override
    public FunctionBody lift(int index) {
        return module.lift(defined.get(index));
    }

    @Override
    public Optional<FunctionVariants> leftAlone(int index) {
        String name = defined.get(index);
        if (unchanged.contains(name)) {
            ExprStatistics size = ExprStatistics.of(module.lift(name).root());
            return Optional.of(new FunctionVariants(index, name, size, List.of(), Optional.of(GUARDED), false));
        }
        return module.reasonLeftAlone(name)
                .map(reason -> new FunctionVariants(
                        index,
                        name,
                        new ExprStatistics(module.instructionsLeftAlone(name), bytesByName.get(name)),
                        List.of(),
                        Optional.of("left alone: " + reason),
                        false));
    }

    @Override
    public Optional<FunctionBody> liftForInlining(String name) {
        Integer bytes = bytesByName.get(name);
        if (bytes == null
                || unchanged.contains(name)
                || !isInlinable(bytes)
                || module.reasonLeftAlone(name).isPresent()) {
            return Optional.empty();
        }
        Function<String, Optional<FunctionBody>> lift = callee -> Optional.of(module.lift(callee))
                .filter(body -> ExprStatistics.isAtMost(body.root(), MOST_INLINED_INSTRUCTIONS));
        return inlinable.computeIfAbsent(name, lift);
    }

    @Override
    public GlobalReads mutableIntegerGlobals() {
        return globals;
    }

    @Override
    public boolean framePreserving() {
        return framePreserving;
    }

    @Override
    public boolean isConstantTime(String function) {
        return constantTime.contains(function);
    }

    @Override
    public CloseableWorkbench openWorkbench() {
        return new ScratchWorkbench(module.openScratch());
    }
}
