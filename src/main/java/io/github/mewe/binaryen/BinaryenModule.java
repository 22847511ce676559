package io.github.mewe.binaryen;

import static io.github.mewe.binaryen.jni.Binaryen.*;

import io.github.mewe.binaryen.jni.NativeLoader;
import io.github.mewe.common.DeepThread;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.Memory;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.BodyStubs;
import io.github.mewe.wasm.CustomSections;
import io.github.mewe.wasm.MalformedModuleException;
import io.github.mewe.wasm.ValueType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A WebAssembly module in native memory.
 *
 * <p>Several threads may lift bodies and use scratch modules at the same time. While no thread changes the module, they
 * may also validate it, write it, and read its callees, references and exports. No other method is thread-safe. After
 * {@link #close()} every call throws.
 */
public final class BinaryenModule implements AutoCloseable {
    /** The version of Binaryen that the library was built from. */
    public static final String BINARYEN_VERSION = "132";

    private static final long PAGE_BYTES = 1 << 16;

    private final Names names = new Names();
    private final CustomSections sections;
    private final BodyStubs stubs;
    private final byte[] sourceMap;
    private final Map<String, Integer> leftAlone = new HashMap<>();
    private final List<String> warnings;
    private final boolean hasNameSection;
    private final Map<String, Long> functionHandles = new HashMap<>();

    /** The direct callees of functions; an entry is valid until the function's code changes. */
    private final Map<String, List<String>> callees = new ConcurrentHashMap<>();

    private final List<FunctionInfo> inputFunctions;
    private final Map<String, Memory> memories;
    private final ModuleExports exports = new ModuleExports(this, names);
    private final UniqueNames uniqueNames = new UniqueNames(this, names);
    private final ModuleFeatures features;
    private final ModuleWriter writer;
    private long handle;

    private BinaryenModule(ModuleReader.Opened opened, byte[] sourceMap) {
        this.handle = opened.handle();
        this.sections = opened.sections();
        this.warnings = opened.warnings();
        this.hasNameSection = sections.has(CustomSections.NAMES);
        this.stubs = opened.stubs();
        this.sourceMap = sourceMap;
        this.features = new ModuleFeatures(this, opened.declaredFeatures());
        this.inputFunctions = List.copyOf(readFunctions());
        long[] inputHandles = inputFunctions.stream()
                .mapToLong(function -> functionHandles.get(function.name()))
                .toArray();
        this.writer = new ModuleWriter(this, names, opened, inputHandles);
        List<String> defined = definedFunctions();
        stubs.reasons().keySet().forEach(index -> leftAlone.put(defined.get(index), index));
        this.memories = Collections.unmodifiableMap(readMemories());
    }

    /** Determines if values of a reference type may be null. */
    public static boolean isNullable(ValueType type) {
        return type.isTuple() || BinaryenTypeIsNullable(type.id());
    }

    /** The system properties that say where the native library is. */
    public static final List<String> NATIVE_PROPERTIES =
            List.of(NativeLoader.DIRECTORY_PROPERTY, NativeLoader.LIBRARY_PROPERTY);

    /**
     * Loads the native library unless it is already loaded. Without this call, the first use loads it from a default
     * directory.
     *
     * @param directories directories to unpack it to if none of the default ones works
     * @throws RuntimeException if no directory works; the message lists the attempts
     */
    public static void loadNativeLibrary(Path... directories) {
        NativeLoader.load(directories);
    }

    /**
     * Opens a module and validates it.
     *
     * @param binary a module in the binary format
     * @throws MalformedModuleException if it is malformed, invalid or unsupported
     */
    public static BinaryenModule open(byte[] binary) {
        return open(binary, Optional.empty(), Map.of());
    }

    /**
     * Opens a binary that was written from a valid module, without validating it again.
     *
     * @throws MalformedModuleException if it is malformed
     */
    public static BinaryenModule openWritten(byte[] binary) {
        return DeepThread.call(() -> opened(ModuleReader.readWritten(binary), null));
    }

    /**
     * Opens a module with its source map, and validates it.
     *
     * @param binary a module in the binary format
     * @param sourceMap its source map: a JSON text of version 3
     * @throws MalformedModuleException if it is malformed, invalid or unsupported
     * @throws MalformedSourceMapException if the map is malformed
     */
    public static BinaryenModule open(byte[] binary, byte[] sourceMap) {
        return open(binary, Optional.of(sourceMap), Map.of());
    }

    /**
     * Opens a module and validates it. Leaves some functions alone: they cannot be changed, and are written unchanged
     * except for the indices in them.
     *
     * @param binary a module in the binary format
     * @param sourceMap its source map: a JSON text of version 3
     * @param leftAlone the reasons to leave functions alone, by their indices among the defined ones. Those that exceed
     *     a limit of engines or of this class are always left alone
     * @throws MalformedModuleException if it is malformed, invalid or unsupported
     * @throws MalformedSourceMapException if the map is malformed
     */
    public static BinaryenModule open(byte[] binary, Optional<byte[]> sourceMap, Map<Integer, String> leftAlone) {
        return DeepThread.call(() -> openDeep(binary, sourceMap.orElse(null), leftAlone));
    }

    private static BinaryenModule openDeep(byte[] binary, byte[] sourceMap, Map<Integer, String> leftAlone) {
        return opened(ModuleReader.read(binary, sourceMap, leftAlone), sourceMap);
    }

    private static BinaryenModule opened(ModuleReader.Opened opened, byte[] sourceMap) {
        try {
            return new BinaryenModule(opened, sourceMap);
        } catch (Error e) {
            BinaryenModuleDispose(opened.handle());
            throw e;
        } catch (RuntimeException e) {
            BinaryenModuleDispose(opened.handle());
            throw ModuleReader.malformed(e);
        }
    }

    private List<FunctionInfo> readFunctions() {
        int count = BinaryenGetNumFunctions(handle());
        var functions = new ArrayList<FunctionInfo>(count);
        for (int i = 0; i < count; i++) {
            long function = BinaryenGetFunctionByIndex(handle, i);
            String name = names.text(BinaryenFunctionGetName(function));
            functionHandles.put(name, function);
            functions.add(new FunctionInfo(
                    name,
                    Optional.ofNullable(names.text(mewe_function_import_module(function))),
                    Optional.ofNullable(names.text(mewe_function_import_base(function)))));
        }
        return functions;
    }

    /** The functions of the input, including imported ones, in order. */
    public List<FunctionInfo> functions() {
        return inputFunctions;
    }

    /**
     * The reason why a function is left alone, which means that its body cannot be lifted or changed. Empty for other
     * functions.
     */
    public Optional<String> reasonLeftAlone(String function) {
        return Optional.ofNullable(leftAlone.get(function)).map(stubs.reasons()::get);
    }

    /** The number of instructions of a function that is left alone. */
    public int instructionsLeftAlone(String function) {
        return stubs.instructions(leftAlone.get(function));
    }

    /** The names of all functions in the order of their indices in the output: imported ones first. */
    public List<String> outputOrder() {
        return writer.functionOrder();
    }

    /** The names of all defined functions, including added ones, in order. */
    public List<String> definedFunctions() {
        var defined = new ArrayList<String>();
        int count = BinaryenGetNumFunctions(handle());
        for (int i = 0; i < count; i++) {
            long function = BinaryenGetFunctionByIndex(handle, i);
            if (mewe_function_import_module(function) == 0) {
                defined.add(names.text(BinaryenFunctionGetName(function)));
            }
        }
        return defined;
    }

    private Map<String, Memory> readMemories() {
        var read = new LinkedHashMap<String, Memory>();
        for (int i = 0; i < mewe_memory_count(handle()); i++) {
            String name = names.text(mewe_memory_name(handle, i));
            read.put(name, new Memory(name, mewe_memory_is_shared(handle, i), mewe_memory_is_64(handle, i)));
        }
        return read;
    }

    /** The memories of the input, in order. */
    public List<Memory> memories() {
        handle();
        return List.copyOf(memories.values());
    }

    /** The memories of the input by name. */
    Map<String, Memory> memoriesByName() {
        return memories;
    }

    public ModuleExports exports() {
        return exports;
    }

    public ModuleFeatures features() {
        return features;
    }

    public UniqueNames uniqueNames() {
        return uniqueNames;
    }

    /** Reads of the mutable i32 and i64 globals. */
    public List<GlobalGet> mutableIntegerGlobals() {
        var reads = new ArrayList<GlobalGet>();
        for (int i = 0; i < mewe_global_count(handle()); i++) {
            long global = BinaryenGetGlobalByIndex(handle, i);
            ValueType type = BodyLifter.type(BinaryenGlobalGetType(global));
            if (BinaryenGlobalIsMutable(global) && type.isInteger()) {
                reads.add(new GlobalGet(names.text(BinaryenGlobalGetName(global)), type));
            }
        }
        return reads;
    }

    /** The globals in order, imported ones first. */
    public List<GlobalInfo> globals() {
        var globals = new ArrayList<GlobalInfo>();
        for (int i = 0; i < mewe_global_count(handle()); i++) {
            long global = BinaryenGetGlobalByIndex(handle, i);
            globals.add(new GlobalInfo(
                    names.text(BinaryenGlobalGetName(global)),
                    BodyLifter.type(BinaryenGlobalGetType(global)),
                    BinaryenGlobalIsMutable(global)));
        }
        return globals;
    }

    /** The functions that an element segment, {@code ref.func} or the start section refers to. */
    public Set<String> referencedFunctions() {
        return DeepThread.call(() -> {
            // Counting them first would take as long again. They are distinct.
            var referenced = new long[BinaryenGetNumFunctions(handle())];
            mewe_referenced(handle, referenced);
            Set<String> all = Arrays.stream(referenced)
                    .takeWhile(name -> name != 0)
                    .mapToObj(names::text)
                    .collect(Collectors.toSet());
            stubs.references()
                    .forEach(index -> all.add(inputFunctions.get(index).name()));
            return Set.copyOf(all);
        });
    }

    /** The direct callees of a defined function, each once, in the order of their first calls in the code. */
    public List<String> directCallees(String function) {
        if (leftAlone.containsKey(function)) {
            return stubs.callees(leftAlone.get(function)).stream()
                    .map(index -> inputFunctions.get(index).name())
                    .toList();
        }
        return callees.computeIfAbsent(function, this::readCallees);
    }

    private List<String> readCallees(String function) {
        return DeepThread.call(() -> {
            long caller = function(function);
            var read = new long[mewe_callee_count(caller)];
            mewe_callees(caller, read);
            return Arrays.stream(read).mapToObj(names::text).toList();
        });
    }

    /**
     * Redirects direct calls of a function.
     *
     * @param function the caller
     * @param targets maps a callee to its replacement, which has the same type
     */
    public void retarget(String function, Map<String, String> targets) {
        List<Map.Entry<String, String>> entries = List.copyOf(targets.entrySet());
        long[] from = entries.stream().mapToLong(e -> names.of(e.getKey())).toArray();
        long[] to = entries.stream().mapToLong(e -> names.of(e.getValue())).toArray();
        DeepThread.call(() -> {
            mewe_retarget(function(function), from, to, from.length);
            return null;
        });
        callees.computeIfPresent(
                function,
                (caller, known) -> known.stream()
                        .map(callee -> targets.getOrDefault(callee, callee))
                        .distinct()
                        .toList());
    }

    /** Determines if the module has a function of this name. */
    public boolean hasFunction(String name) {
        return functionHandles.containsKey(name);
    }

    /** Determines if the module has a start function. */
    public boolean hasStart() {
        return mewe_has_start(handle());
    }

    /** The name of the start function, which the module must have. */
    public String startFunction() {
        return names.text(BinaryenFunctionGetName(BinaryenGetStart(handle())));
    }

    /** Replaces the start function. */
    public void setStart(String function) {
        BinaryenSetStart(handle(), function(function));
    }

    /** The total initial size of the input's memories in bytes. */
    public long initialMemoryBytes() {
        return memories().stream()
                        .mapToLong(memory ->
                                Integer.toUnsignedLong(BinaryenMemoryGetInitial(handle(), names.of(memory.name()))))
                        .sum()
                * PAGE_BYTES;
    }

    /** Determines if a memory has no page at instantiation, according to its declaration. */
    public boolean startsEmpty(Memory memory) {
        return BinaryenMemoryGetInitial(handle(), names.of(memory.name())) == 0;
    }

    /** Determines if a function has a name in the name section. */
    public boolean hasExplicitName(String function) {
        return mewe_function_has_explicit_name(function(function));
    }

    public Signature signature(String function) {
        return BodyLifter.signature(function(function));
    }

    /**
     * Lifts the body of a defined function.
     *
     * @throws IllegalArgumentException if there is no such function
     */
    public FunctionBody lift(String function) {
        return new BodyLifter(names, memories, handle(), false).lift(function(function));
    }

    /** Determines if the name of a function or a global starts with a prefix. */
    public boolean hasNamesFrom(String start) {
        if (functionHandles.keySet().stream().anyMatch(name -> name.startsWith(start))) {
            return true;
        }
        for (int i = 0; i < BinaryenGetNumGlobals(handle()); i++) {
            if (names.text(BinaryenGlobalGetName(BinaryenGetGlobalByIndex(handle, i)))
                    .startsWith(start)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Adds a function and derives its type from the signature.
     *
     * @param explicitName true to write its name to the name section
     */
    public void addFunction(FunctionBody body, boolean explicitName) {
        long[] params = ids(body.signature().params());
        long[] vars = ids(body.vars());
        long root = lower(body);
        added(
                body.name(),
                BinaryenAddFunction(
                        handle,
                        names.of(body.name()),
                        BinaryenTypeCreate(params, params.length),
                        body.signature().result().id(),
                        vars,
                        vars.length,
                        root),
                explicitName);
    }

    /**
     * Adds a function with exactly the same type as another.
     *
     * @param model the other function
     */
    public void addFunctionLike(String model, FunctionBody body) {
        long[] vars = ids(body.vars());
        long type = BinaryenFunctionGetType(function(model));
        long root = lower(body);
        added(
                body.name(),
                BinaryenAddFunctionWithHeapType(handle, names.of(body.name()), type, vars, vars.length, root),
                hasExplicitName(model));
    }

    private void added(String name, long function, boolean explicitName) {
        mewe_function_set_explicit_name(function, explicitName && hasNameSection);
        mewe_function_finish(handle, function);
        functionHandles.put(name, function);
    }

    /**
     * Moves a function's body and locals to a new function of the same type. The old function keeps its index and name,
     * and the caller must give it a new body.
     *
     * @param newName the name of the new function
     */
    public void split(String function, String newName) {
        callees.remove(function);
        functionHandles.put(newName, mewe_function_split(handle(), function(function), names.of(newName)));
    }

    /**
     * Renames a function and updates all references to it.
     *
     * @param newName a name that no other function has
     */
    public void renameFunction(String function, String newName) {
        long renamed = function(function);
        mewe_function_rename(handle, renamed, names.of(newName));
        functionHandles.remove(function);
        functionHandles.put(newName, renamed);
        callees.clear();
    }

    /**
     * Lets functions take each other's indices.
     *
     * @param order defined functions, each once; the first gets the lowest of their indices, and so on
     */
    public void reorder(List<String> order) {
        mewe_module_reorder(handle(), order.stream().mapToLong(this::function).toArray(), order.size());
    }

    /**
     * Copies a function.
     *
     * @param newName the name of the copy
     */
    public void cloneFunction(String function, String newName) {
        functionHandles.put(newName, mewe_function_clone(handle(), function(function), names.of(newName)));
    }

    /**
     * Sets the body of a function and adds locals to those it has.
     *
     * @param body the body with the function's name; its variables are the locals to add
     */
    public void setBody(FunctionBody body) {
        long function = function(body.name());
        for (long type : ids(body.vars())) {
            BinaryenFunctionAddVar(function, type);
        }
        BinaryenFunctionSetBody(function, lower(body));
        mewe_function_finish(handle, function);
    }

    /**
     * Replaces a function's body and locals. The function keeps its index, name and type.
     *
     * @param body the body with the function's name
     */
    public void replaceBody(FunctionBody body) {
        String old = uniqueNames.function(body.name() + "$replaced");
        split(body.name(), old);
        functionHandles.remove(old);
        BinaryenRemoveFunction(handle, names.of(old));
        setBody(body);
    }

    /** Adds a global with a constant initial value. */
    public void addGlobal(String name, boolean mutable, Const value) {
        long init = new BodyLowerer(names, handle(), i -> ValueType.NONE).lower(value);
        BinaryenAddGlobal(handle, names.of(name), value.type().id(), mutable, init);
    }

    public void addFunctionImport(String name, String importModule, String importName, Signature signature) {
        long[] params = ids(signature.params());
        BinaryenAddFunctionImport(
                handle(),
                names.of(name),
                names.of(importModule),
                names.of(importName),
                BinaryenTypeCreate(params, params.length),
                signature.result().id());
        functionHandles.put(name, BinaryenGetFunction(handle, names.of(name)));
    }

    /**
     * Creates an indirect call with exactly the type of a function.
     *
     * @param table the name of the table, which the caller may add later
     * @param model the function
     * @param operands the arguments
     * @param place the index in the table, an i32
     * @param type the type of the result, or unreachable for a tail call
     * @param tail true for a tail call
     */
    public Expr callIndirectLike(
            String table, String model, List<Expr> operands, Expr place, ValueType type, boolean tail) {
        long[] placeholders =
                operands.stream().mapToLong(operand -> BinaryenNop(handle())).toArray();
        long call = mewe_call_indirect_like(
                handle(),
                names.of(table),
                function(model),
                BinaryenNop(handle),
                placeholders,
                placeholders.length,
                tail);
        var children = new ArrayList<>(operands);
        children.add(place);
        return new Opaque(new NativeNode(handle(), call, false, false, tail, false), children, type);
    }

    /**
     * Adds a table of function references. Only added code can access it.
     *
     * @param functions the functions that the entries refer to, in order
     */
    public void addTable(String name, List<String> functions) {
        int size = functions.size();
        BinaryenAddTable(handle(), names.of(name), size, size, BinaryenTypeFuncref(), 0);
        long[] entries = functions.stream().mapToLong(names::of).toArray();
        BinaryenAddActiveElementSegment(
                handle, names.of(name), names.of(name), entries, size, mewe_const_i32(handle, 0));
    }

    /**
     * Adds the globals, memories and functions of a module in the text format. Its imported globals and memories refer
     * to those of this module by their internal names, and so do imported functions that this module already has.
     */
    public void addAll(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long source = mewe_module_parse(bytes, bytes.length);
        try {
            mewe_module_add_all(handle(), source, hasNameSection);
            for (int i = 0; i < BinaryenGetNumFunctions(source); i++) {
                long name = BinaryenFunctionGetName(BinaryenGetFunctionByIndex(source, i));
                functionHandles.put(names.text(name), BinaryenGetFunction(handle, name));
            }
        } finally {
            BinaryenModuleDispose(source);
        }
    }

    /** Quotes a name as an identifier of the text format. */
    public static String watName(String name) {
        var text = new StringBuilder("$\"");
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            text.append(String.format("\\%02x", b & 0xFF));
        }
        return text.append('"').toString();
    }

    /**
     * Runs passes on one function.
     *
     * @param passes names of Binaryen's function passes
     */
    public void runPasses(String function, List<String> passes) {
        mewe_function_run_passes(handle(), function(function), names.of(String.join(",", passes)), 2, 0);
        callees.remove(function);
    }

    /**
     * Runs the passes of Binaryen's optimisation level 2 on the whole module, except inlining and the merging of equal
     * functions, so each function keeps its name. Removes unreachable functions.
     */
    public void optimize() {
        DeepThread.call(() -> {
            mewe_module_optimize(handle());
            functionHandles.clear();
            callees.clear();
            readFunctions();
            return null;
        });
    }

    /** A structural hash of a function that ignores the names of labels. */
    public long hash(String function) {
        return mewe_function_hash(function(function));
    }

    /** Determines if two functions have the same type, locals and structure. */
    public boolean areEqual(String one, String other) {
        return mewe_function_equal(function(one), function(other));
    }

    /**
     * Validates the module.
     *
     * @return the validator's messages; empty if the module is valid
     */
    public Optional<String> validate() {
        return DeepThread.call(
                () -> mewe_module_validate(handle()) ? Optional.empty() : Optional.of(NativeOutput.text()));
    }

    /** Writes the binary, with names if the input had a name section. */
    public byte[] write() {
        return writer.binary();
    }

    /** Writes the module in the text format. */
    public String text() {
        return writer.text();
    }

    /**
     * A binary and its source map.
     *
     * @param sourceMap a JSON text
     */
    public record Mapped(byte[] binary, byte[] sourceMap) {}

    /**
     * Writes the binary and the source map of a module that was opened with one.
     *
     * @param url the URL of the map, which the binary contains
     */
    public Mapped writeMapped(String url) {
        return writer.mapped(sourceMap, url);
    }

    /** One sentence about each custom section that the output cannot keep. */
    public List<String> warnings() {
        var all = new ArrayList<>(warnings);
        sections.lost()
                .forEach(section -> all.add("The custom section '" + section
                        + "' refers to offsets in the code, which change; the output does not have it"));
        return List.copyOf(all);
    }

    /**
     * Maps all code of a function to the first source location of another function, if the module has a source map.
     *
     * @param function a defined function
     * @param model the other function
     */
    public void locateLike(String function, String model) {
        if (sourceMap == null) {
            return;
        }
        DeepThread.call(() -> {
            mewe_function_locate(function(function), function(model));
            return null;
        });
    }

    /** Opens a scratch module with the declarations of this module. */
    public ScratchModule openScratch() {
        return new ScratchModule(this, names);
    }

    public boolean isOpen() {
        return handle != 0;
    }

    @Override
    public void close() {
        if (handle != 0) {
            mewe_module_dispose(handle);
            handle = 0;
        }
    }

    long handle() {
        if (handle == 0) {
            throw new IllegalStateException("the module is closed");
        }
        return handle;
    }

    long function(String name) {
        handle();
        Long function = functionHandles.get(name);
        if (function == null) {
            throw new IllegalArgumentException("the module has no function " + name);
        }
        return function;
    }

    private long lower(FunctionBody body) {
        var lowerer = new BodyLowerer(names, handle(), body::localType);
        long root = lowerer.lower(body.root());
        callees.put(body.name(), lowerer.callees());
        return root;
    }

    static long[] ids(List<ValueType> types) {
        return types.stream().mapToLong(ValueType::id).toArray();
    }
}
