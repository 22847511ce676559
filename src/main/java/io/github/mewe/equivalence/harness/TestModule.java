package io.github.mewe.equivalence.harness;

import io.github.mewe.common.SequenceHash;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.FunctionType;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A module that contains bodies of a multivariant binary and of its input side by side. They share an imported memory
 * and the globals. Their callees are stubs, which are imported functions, except helpers of variants and callees that a
 * variant may have inlined.
 */
public final class TestModule implements BodyRewriter.Target {
    /** The module name of all imports. */
    static final String IMPORTS = "test";

    static final String MEMORY = "memory";

    private final ModulePair modules;
    private final InitialMemory map;
    private final boolean instrumented;
    private final boolean hasOneNan;
    private final Map<Key, Body> bodies = new LinkedHashMap<>();
    private final List<Body> order = new ArrayList<>();
    private final Map<StubKey, Stub> stubs = new LinkedHashMap<>();
    private final Map<FunctionType, Integer> addedTypes = new LinkedHashMap<>();
    private final int firstOwnGlobal;
    private int regions;
    private Body current;

    private record Key(boolean ofInput, int index, Set<Integer> real) {}

    /** A call through a table has the function -1, a direct call the table -1. */
    private record StubKey(int function, int table, int type) {}

    /**
     * An imported function in place of a callee.
     *
     * @param index the index in the test module
     * @param identity a description of the callee
     * @param key a hash of the identity, the same in every test module
     * @param type the index of its type
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

        private FrameShift shift = FrameShift.NONE;

        private Body(Key key, int number, int type, boolean isCounted) {
            this.key = key;
            this.number = number;
            this.type = type;
            this.isCounted = isCounted;
        }

        /** The number of the function among those that the module defines. */
        public int number() {
            return number;
        }

        int type() {
            return type;
        }

        FrameShift shift() {
            return shift;
        }

        byte[] code() {
            return code;
        }

        /** The number of instructions of the body and its helpers. */
        int allInstructions() {
            return instructions + helpers.stream().mapToInt(h -> h.instructions).sum();
        }

        /** The globals that mark the regions of the body and its helpers, in the order of their sizes. */
        List<Integer> allRegions() {
            var all = new ArrayList<>(regionGlobals);
            helpers.forEach(helper -> all.addAll(helper.regionGlobals));
            return all;
        }

        /** The globals that mark the branches of an original; empty for variants. */
        List<Integer> branches() {
            return List.copyOf(branchGlobals);
        }

        /** The number of instructions of each region. */
        List<Integer> allRegionSizes() {
            var all = new ArrayList<>(regionSizes);
            helpers.forEach(helper -> all.addAll(helper.regionSizes));
            return all;
        }
    }

    /**
     * Makes an empty module.
     *
     * @param map the initial values of globals and the size of the memory
     * @param instrumented makes bodies spend fuel and mark regions
     */
    public TestModule(ModulePair modules, InitialMemory map, boolean instrumented) {
        this(modules, map, instrumented, false);
    }

    private TestModule(ModulePair modules, InitialMemory map, boolean instrumented, boolean hasOneNan) {
        this.modules = modules;
        this.map = map;
        this.instrumented = instrumented;
        this.hasOneNan = hasOneNan;
        this.firstOwnGlobal = modules.output().globals().size();
    }

    /** Makes an empty module in which all operations yield the same NaN, of those that an engine may choose from. */
    public static TestModule withOneNan(ModulePair modules, InitialMemory map) {
        return new TestModule(modules, map, true, true);
    }

    /**
     * Adds the original body of a function.
     *
     * @param function the index of the function in the input
     * @param real the callees, by their indices in the input, that are no stubs
     */
    public Body addOriginal(int function, Set<Integer> real) {
        return add(new Key(true, function, real), true);
    }

    /**
     * Adds a variant and its helpers.
     *
     * @param index the index of the variant in the output
     * @param helpers the indices of its helpers in the output
     * @param real the callees, by their indices in the input, that are no stubs
     */
    public Body addVariant(int index, List<Integer> helpers, Set<Integer> real) {
        Body variant = add(new Key(false, index, real), true);
        variant.shift = modules.shift(index);
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
     * Adds the callees of the bodies; afterwards the module can be written.
     *
     * @return the size of the code in bytes
     * @throws UnsupportedCodeException if a body cannot run in isolation
     */
    public int settle() {
        rewriteAll();
        return order.stream().mapToInt(body -> body.code.length).sum();
    }

    private void rewriteAll() {
        regions = 0;
        // Rewriting appends helpers and callees to the list.
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
            // A helper, or a function that the linker added and a helper calls.
            if (function < modules.output().importedFunctions()) {
                throw new UnsupportedCodeException("calls an import that the input lacks");
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
                .orElseThrow(() ->
                        new UnsupportedCodeException("calls through a table with a type that is no function type"));
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
                        "calls " + identity + ", which has references or vectors as parameters or results");
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
            // All regions of an inlined callee share the first mark.
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
    public boolean hasOneNan() {
        return hasOneNan;
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
                .orElseThrow(() -> new UnsupportedCodeException("has blocks with a type that is no function type"));
    }

    /** The stubs in the order of their indices. */
    public List<Stub> stubs() {
        return List.copyOf(stubs.values());
    }

    /** The index of the function of a body, in a settled module. */
    int indexOf(Body body) {
        return stubs.size() + body.number();
    }

    /** Writes the module with an imported memory and without exports. */
    public byte[] write() {
        return write(Map.of(), Optional.empty());
    }

    /**
     * Writes the module.
     *
     * @param exports bodies to export, by their export names
     * @param image the initial content of its own memory; empty to import the memory
     */
    public byte[] write(Map<String, Body> exports, Optional<byte[]> image) {
        rewriteAll();
        return new TestModuleWriter(this, modules.output(), map, image).write(exports);
    }

    /** The bodies in the order of their functions. */
    List<Body> bodies() {
        return order;
    }

    /** The function types that the module adds to those of the binary. */
    Set<FunctionType> addedTypes() {
        return addedTypes.keySet();
    }

    /** The value of a global of the binary that the input lacks. */
    long addedGlobalValue(int global) {
        return modules.addedGlobalValue(global);
    }

    /** The number of globals that the module adds to those of the binary. */
    int addedGlobals() {
        return instrumented ? 2 + regions : 0;
    }

    /** Determines if a body uses data segments. */
    boolean usesSegments() {
        var usesByBody = new HashMap<BinaryLayout.Body, Boolean>();
        return order.stream().anyMatch(body -> {
            ModuleSections source = body.key.ofInput() ? modules.input() : modules.output();
            return usesByBody.computeIfAbsent(
                    source.body(body.key.index()), found -> BodyFacts.of(source, found).usesSegments);
        });
    }

    /** The name that a stub is imported under. */
    static String importName(Stub stub) {
        return stub.index() + " " + stub.identity();
    }
}
