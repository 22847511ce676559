package io.github.mewe.equivalence.harness;

import io.github.mewe.common.SequenceHash;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.FunctionType;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.SectionId;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A module in which bodies of a multivariant binary and of its input stand side by side. They share an imported memory
 * and the module's globals; what they call is a stub, an imported function, but for a variant's own helpers and for
 * callees that a variant may contain.
 */
public final class TestModule implements BodyRewriter.Target {
    /** What the module imports its functions and memory from. */
    static final String IMPORTS = "test";

    static final String MEMORY = "memory";

    private final ModulePair modules;
    private final InitialMemory map;
    private final boolean instrumented;
    private final Map<Key, Body> bodies = new LinkedHashMap<>();
    private final List<Body> order = new ArrayList<>();
    private final Map<StubKey, Stub> stubs = new LinkedHashMap<>();
    private final Map<FunctionType, Integer> addedTypes = new LinkedHashMap<>();
    private final int firstOwnGlobal;
    private int regions;
    private Body current;
    private boolean ownMemory;

    private record Key(boolean ofInput, int index, Set<Integer> real) {}

    /** A call through a table has no function, a direct call no table. */
    private record StubKey(int function, int table, int type) {}

    /**
     * A stub.
     *
     * @param index its index in the test module
     * @param identity what it stands for, for people
     * @param key a number for what it stands for, the same in every test module
     * @param type the index of its type
     * @param shape its type
     */
    public record Stub(int index, String identity, long key, int type, FunctionType shape) {}

    /** A body in the test module. */
    public static final class Body {
        private final Key key;
        private final int number;
        private final int type;
        private final boolean isCounted;
        private final List<Integer> branchGlobals = new ArrayList<>();
        private byte[] code = {};
        private int instructions;
        private final List<Integer> regionGlobals = new ArrayList<>();
        private final List<Integer> regionSizes = new ArrayList<>();
        private final List<Body> helpers = new ArrayList<>();

        private Body(Key key, int number, int type, boolean isCounted) {
            this.key = key;
            this.number = number;
            this.type = type;
            this.isCounted = isCounted;
        }

        /** Where the body's function is among the functions that the module defines. */
        public int number() {
            return number;
        }

        /** The instructions of the body and its helpers. */
        int allInstructions() {
            return instructions + helpers.stream().mapToInt(h -> h.instructions).sum();
        }

        /** The globals that mark the regions of the body and its helpers, in the same order as their sizes. */
        List<Integer> allRegions() {
            var all = new ArrayList<>(regionGlobals);
            helpers.forEach(helper -> all.addAll(helper.regionGlobals));
            return all;
        }

        /** The globals that mark the branches of the body; of originals alone. */
        List<Integer> branches() {
            return List.copyOf(branchGlobals);
        }

        /** How many instructions each region has. */
        List<Integer> allRegionSizes() {
            var all = new ArrayList<>(regionSizes);
            helpers.forEach(helper -> all.addAll(helper.regionSizes));
            return all;
        }
    }

    /**
     * An empty module.
     *
     * @param modules the binaries
     * @param map the first values of the globals and the size of the memory
     * @param instrumented whether fuel is spent and regions are marked
     */
    public TestModule(ModulePair modules, InitialMemory map, boolean instrumented) {
        this.modules = modules;
        this.map = map;
        this.instrumented = instrumented;
        this.firstOwnGlobal = modules.output().globals().size();
    }

    /**
     * Adds the original body of a function.
     *
     * @param function its index in the input
     * @param real functions of the input that it calls and that are not stubs
     */
    public Body addOriginal(int function, Set<Integer> real) {
        return add(new Key(true, function, real), true);
    }

    /**
     * Adds a variant and its helpers.
     *
     * @param index its index in the output
     * @param helpers the indices in the output of its helpers
     * @param real functions of the input that it calls and that are not stubs
     */
    public Body addVariant(int index, List<Integer> helpers, Set<Integer> real) {
        Body variant = add(new Key(false, index, real), true);
        for (int helper : helpers) {
            variant.helpers.add(add(new Key(false, helper, real), true));
        }
        return variant;
    }

    private Body add(Key key, boolean isCounted) {
        Body known = bodies.get(key);
        if (known != null) {
            return known;
        }
        ModuleSections source = key.ofInput() ? modules.input() : modules.output();
        int type = source.functionTypes().get(key.index());
        Body body = new Body(key, order.size(), key.ofInput() ? modules.typeOfOutput(type) : type, isCounted);
        bodies.put(key, body);
        order.add(body);
        return body;
    }

    /**
     * Finds out what the bodies call; afterwards they can be written.
     *
     * @return the size of the code in bytes
     * @throws UnsupportedCodeException if one of them cannot be executed on its own
     */
    public int settle() {
        rewriteAll();
        return order.stream().mapToInt(body -> body.code.length).sum();
    }

    private void rewriteAll() {
        regions = 0;
        // The list grows while helpers and callees are met.
        for (int i = 0; i < order.size(); i++) {
            Body body = order.get(i);
            body.regionGlobals.clear();
            body.regionSizes.clear();
            body.branchGlobals.clear();
            current = body;
            ModuleSections source = body.key.ofInput() ? modules.input() : modules.output();
            var rewriter = new BodyRewriter(this);
            body.code = rewriter.rewrite(
                    source, source.body(body.key.index()), ModulePair.functionType(source, body.key.index()));
            body.instructions = rewriter.instructions();
        }
    }

    @Override
    public BodyRewriter.Callee callee(int function) {
        boolean fromInput = current.key.ofInput();
        int inInput = fromInput ? function : modules.functionOfInput(function);
        Set<Integer> real = current.key.real();
        if (inInput == ModulePair.NONE) {
            // A helper, or what a helper calls that the input does not have.
            if (function < modules.output().importedFunctions()) {
                throw new UnsupportedCodeException("calls an import that the input does not have");
            }
            Body helper = add(new Key(false, function, real), true);
            return new BodyRewriter.Callee(stubs.size() + helper.number, false);
        }
        if (real.contains(inInput)) {
            Body callee = add(new Key(true, inInput, real), false);
            return new BodyRewriter.Callee(stubs.size() + callee.number, false);
        }
        FunctionType shape = ModulePair.functionType(modules.input(), inInput);
        int type = modules.typeOfOutput(modules.input().functionTypes().get(inInput));
        return new BodyRewriter.Callee(stub(new StubKey(inInput, -1, type), shape, "function " + inInput), true);
    }

    @Override
    public int throughTable(int table, int type) {
        FunctionType shape = modules.output()
                .types()
                .get(type)
                .orElseThrow(
                        () -> new UnsupportedCodeException("calls through a table with a type that is no function"));
        var params = new ArrayList<>(shape.params());
        params.add(ValueType.I32);
        var withPlace = new FunctionType(params, shape.results());
        int added = addedTypes.computeIfAbsent(
                withPlace, s -> modules.output().types().size() + addedTypes.size());
        String identity = "table " + table + " as " + shape.params() + "->" + shape.results();
        return stub(new StubKey(-1, table, added), withPlace, identity);
    }

    private int stub(StubKey key, FunctionType shape, String identity) {
        Stub stub = stubs.get(key);
        if (stub == null) {
            if (!shape.isScalar()) {
                throw new UnsupportedCodeException(
                        "calls " + identity + ", which takes or gives references or vectors");
            }
            stub = new Stub(stubs.size(), identity, SequenceHash.of(identity), key.type(), shape);
            stubs.put(key, stub);
        }
        return stub.index();
    }

    @Override
    public int type(int type) {
        return current.key.ofInput() ? modules.typeOfOutput(type) : type;
    }

    @Override
    public boolean isNumber(int global) {
        return modules.output().globals().get(global).type().isScalar();
    }

    @Override
    public int fuel() {
        return firstOwnGlobal;
    }

    @Override
    public int region(int instructions) {
        if (!current.isCounted) {
            // All regions of a callee that is not looked at share the first mark.
            return firstOwnGlobal + 1;
        }
        int global = firstOwnGlobal + 2 + regions++;
        current.regionGlobals.add(global);
        current.regionSizes.add(instructions);
        return global;
    }

    @Override
    public int branch() {
        if (!instrumented || !current.isCounted || !current.key.ofInput()) {
            return -1;
        }
        int global = firstOwnGlobal + 2 + regions++;
        current.branchGlobals.add(global);
        return global;
    }

    @Override
    public boolean isInstrumented() {
        return instrumented;
    }

    /** The rewritten body of a function by its number among the defined functions, as the code section has it. */
    public byte[] code(int number) {
        return order.get(number).code;
    }

    /** The type of a function by its number among the defined functions. */
    public FunctionType shape(int number) {
        Body body = order.get(number);
        ModuleSections source = body.key.ofInput() ? modules.input() : modules.output();
        return ModulePair.functionType(source, body.key.index());
    }

    /** The parameters and results of a block whose type is given by an index. */
    public FunctionType blockShape(int type) {
        return modules.output()
                .types()
                .get(type)
                .orElseThrow(() -> new UnsupportedCodeException("has blocks of a type that is no function"));
    }

    /** The stubs in the order of their indices. */
    public List<Stub> stubs() {
        return List.copyOf(stubs.values());
    }

    /** The index of a body's function in the test module; known when the module is settled. */
    int indexOf(Body body) {
        return stubs.size() + body.number();
    }

    /** Writes the module. */
    public byte[] write() {
        return write(Map.of(), Optional.empty());
    }

    /**
     * Writes the module.
     *
     * @param exports names for bodies
     * @param image what its memory has at first, if it shall have one of its own
     */
    public byte[] write(Map<String, Body> exports, Optional<byte[]> image) {
        ownMemory = image.isPresent() && hasMemory();
        rewriteAll();
        var out = new BinaryWriter();
        out.header();
        out.section(SectionId.TYPE, types());
        out.section(SectionId.IMPORT, imports());
        out.section(SectionId.FUNCTION, functions());
        if (ownMemory) {
            out.section(SectionId.MEMORY, limits(new BinaryWriter().u32(1)));
        }
        out.section(SectionId.GLOBAL, globals());
        if (!exports.isEmpty()) {
            out.section(SectionId.EXPORT, exports(exports));
        }
        boolean hasData = !modules.output().data().isEmpty() && usesSegments();
        List<int[]> filled = ownMemory ? filled(image.get()) : List.of();
        if (hasData) {
            out.section(
                    SectionId.DATA_COUNT,
                    new BinaryWriter().u32(modules.output().data().size() + filled.size()));
        }
        var code = new BinaryWriter().u32(order.size());
        for (Body body : order) {
            code.u32(body.code.length).raw(body.code);
        }
        out.section(SectionId.CODE, code);
        if (hasData) {
            out.section(SectionId.DATA, data(filled, image.orElse(new byte[0])));
        } else if (!filled.isEmpty()) {
            out.section(SectionId.DATA, active(new BinaryWriter().u32(filled.size()), filled, image.get()));
        }
        return out.toBytes();
    }

    /** Where an image has something else than zeros: pairs of a start and an end. */
    private static List<int[]> filled(byte[] image) {
        var filled = new ArrayList<int[]>();
        int[] last = null;
        for (int i = 0; i < image.length; i++) {
            if (image[i] != 0) {
                if (last == null || i - last[1] > 16) {
                    last = new int[] {i, i + 1};
                    filled.add(last);
                }
                last[1] = i + 1;
            }
        }
        return filled;
    }

    private static BinaryWriter active(BinaryWriter writer, List<int[]> filled, byte[] image) {
        for (int[] range : filled) {
            ModuleSections.writeActive(range[0], Arrays.copyOfRange(image, range[0], range[1]), writer);
        }
        return writer;
    }

    private BinaryWriter types() {
        ModuleSections output = modules.output();
        var writer = new BinaryWriter()
                .u32(output.typeEntryCount() + addedTypes.size())
                .raw(output.typeEntries());
        addedTypes.keySet().forEach(writer::functionType);
        return writer;
    }

    private boolean hasMemory() {
        return !modules.output().memories().isEmpty();
    }

    private BinaryWriter imports() {
        boolean importsMemory = hasMemory() && !ownMemory;
        var writer = new BinaryWriter().u32(stubs.size() + (importsMemory ? 1 : 0));
        for (Stub stub : stubs.values()) {
            ModuleSections.writeImport(IMPORTS, importName(stub), true, writer);
            writer.u32(stub.type());
        }
        if (importsMemory) {
            ModuleSections.writeImport(IMPORTS, MEMORY, false, writer);
            limits(writer);
        }
        return writer;
    }

    private BinaryWriter limits(BinaryWriter writer) {
        ModuleSections.MemoryType memory = modules.output().memories().get(0);
        if (memory.is64()) {
            throw new UnsupportedCodeException("has a memory of 64-bit addresses, which the embedded engine lacks");
        }
        new ModuleSections.MemoryType(
                        memory.isShared(), false, map.size() >>> 16, JournalingMemory.mostPages(memory.most()))
                .write(writer);
        return writer;
    }

    /** What a stub is imported under. */
    static String importName(Stub stub) {
        return stub.index() + " " + stub.identity();
    }

    private BinaryWriter functions() {
        var writer = new BinaryWriter().u32(order.size());
        order.forEach(body -> writer.u32(body.type));
        return writer;
    }

    private BinaryWriter globals() {
        List<ModuleSections.Global> globals = modules.output().globals();
        int own = instrumented ? 2 + regions : 0;
        var writer = new BinaryWriter().u32(globals.size() + own);
        for (int i = 0; i < globals.size(); i++) {
            ModuleSections.Global global = globals.get(i);
            ValueType type = isNumber(i) ? global.type() : ValueType.I32;
            constantGlobal(writer, type, global.isMutable(), i < map.globals().size() ? map.value(i) : 0);
        }
        for (int i = 0; i < own; i++) {
            constantGlobal(writer, ValueType.I32, true, 0);
        }
        return writer;
    }

    private static void constantGlobal(BinaryWriter writer, ValueType type, boolean isMutable, long value) {
        Opcode opcode = type.equals(ValueType.I32)
                ? Opcode.I32_CONST
                : type.equals(ValueType.I64)
                        ? Opcode.I64_CONST
                        : type.equals(ValueType.F32) ? Opcode.F32_CONST : Opcode.F64_CONST;
        writer.valueType(type).u8(isMutable ? 1 : 0);
        writer.constant(opcode, opcode == Opcode.I32_CONST ? (int) value : value)
                .instruction(Opcode.END);
    }

    private BinaryWriter exports(Map<String, Body> exports) {
        var writer = new BinaryWriter().u32(exports.size());
        exports.forEach((name, body) -> ModuleSections.writeFunctionExport(name, indexOf(body), writer));
        return writer;
    }

    private boolean usesSegments() {
        var usesByBody = new HashMap<BinaryLayout.Body, Boolean>();
        return order.stream().anyMatch(body -> {
            ModuleSections source = body.key.ofInput() ? modules.input() : modules.output();
            return usesByBody.computeIfAbsent(
                    source.body(body.key.index()), found -> BodyFacts.of(source, found).usesSegments);
        });
    }

    /** Segments that are copied at instantiation are used up then. */
    private BinaryWriter data(List<int[]> filled, byte[] image) {
        List<ModuleSections.Data> segments = modules.output().data();
        var writer = new BinaryWriter().u32(segments.size() + filled.size());
        for (ModuleSections.Data segment : segments) {
            byte[] content = segment.isActive() ? new byte[0] : segment.content();
            ModuleSections.writePassive(content, writer);
        }
        return active(writer, filled, image);
    }
}
