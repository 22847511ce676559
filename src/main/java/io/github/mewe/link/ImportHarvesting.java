package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Memory;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Mixes results of a module's imports into the discriminator's key until the host has seeded. Direct calls of an import
 * go to a wrapper. It calls the import and, at the 1st, 2nd, 4th, 8th ... call, mixes the returned number or the bytes
 * that the import wrote to memory. References to the import and exports of it stay as they are.
 *
 * <p>The wrapper holds nothing across the call but its parameters, so the host may suspend it. An import that unwinds
 * the stack (Asyncify) returns through it, and it is entered again when the stack is rewound. In both cases it mixes a
 * result into the key. The choices that are on the stack stay: they were made for the whole instance.
 */
final class ImportHarvesting {
    /** The values of the state: the start function is running, results are harvested, the host has seeded. */
    private static final int STARTING = 0;

    private static final int ACTIVE = 1;
    private static final int SEEDED = 2;

    private static final String STATE = ".harvesting";

    /**
     * Imports, as module and name, that are pure functions. Engines may compile direct calls of them as instructions:
     * builtins, and JavaScript's {@code Math} except its random numbers.
     */
    private static final Pattern PURE =
            Pattern.compile("wasm:.*|(Math|teavmMath) (?!random).*|\\S+ Math\\.(?!random).*");

    /** The allocator and the clean-up functions of a core module that is made for a component. */
    private static final List<String> CANONICAL = List.of("cabi_", "cm32p2_realloc", "canonical_abi_");

    private static final String NO_SOURCE =
            "no import returns a number, or is known to write clock readings or random bytes";
    private static final String NO_CALL = "no function calls an import that could be harvested directly";

    private final BinaryenModule module;
    private final String prefix;
    private final Optional<Memory> memory;
    private final List<HarvestSource> sources;

    /**
     * Finds the imports of a module that can be harvested.
     *
     * @param module the module
     * @param prefix the prefix of the discriminator's names
     */
    ImportHarvesting(BinaryenModule module, String prefix) {
        this.module = module;
        this.prefix = prefix;
        this.memory = module.exports()
                .memory("memory")
                .or(() -> module.memories().stream().findFirst())
                .filter(written -> !written.is64() && !module.features().hasCustomPageSizes());
        this.sources = module.functions().stream()
                .filter(FunctionInfo::isImported)
                .flatMap(function -> source(function).stream())
                .toList();
    }

    private Optional<HarvestSource> source(FunctionInfo function) {
        Optional<MemoryOutput> output = MemoryOutput.of(module, function).filter(o -> memory.isPresent());
        String from = function.importModule().orElseThrow();
        boolean isNumber = module.signature(function.name()).result().isScalar()
                && !MemoryOutput.returnsErrors(from)
                && !PURE.matcher(from + " " + function.importName().orElseThrow())
                        .matches();
        return output.isPresent() || isNumber ? Optional.of(new HarvestSource(function, output)) : Optional.empty();
    }

    /** Returns true if the module has an import that can be harvested. */
    boolean isPossible() {
        return !sources.isEmpty();
    }

    /** The globals of the discriminator that harvesting adds, in the text format. */
    String globals() {
        return "(global $mewe" + STATE + " (mut i32) (i32.const " + (module.hasStart() ? STARTING : ACTIVE) + "))";
    }

    /** The declarations that its functions need. */
    String imports() {
        return memory.map(written ->
                        "(import \"memory\" \"memory\" (memory " + BinaryenModule.watName(written.name()) + " 1))")
                .filter(declaration -> readsMemory())
                .orElse("");
    }

    /** The functions of the discriminator that harvesting adds. */
    String functions() {
        return readsMemory()
                ? MIX
                        + MIX_MEMORY.replace(
                                "MEMORY",
                                BinaryenModule.watName(memory.orElseThrow().name()))
                : MIX;
    }

    private boolean readsMemory() {
        return sources.stream().anyMatch(source -> source.output().isPresent());
    }

    /** The statement that ends harvesting, because the host has seeded. */
    static final String END = "(global.set $mewe.harvesting (i32.const " + SEEDED + "))";

    /**
     * The new key consists of two results of the pseudo-random function of the value under the old key. For each of
     * them, another constant of SipHash is changed, so that they differ from one another and from the bits of choices.
     */
    private static final String MIX = """
            (func $mewe.harvest (param $value i64)
              (local $low i64)
              (if (i32.ne (global.get $mewe.harvesting) (i32.const ACTIVE)) (then (return)))
              (global.set $mewe.key0 (i64.xor (global.get $mewe.key0) (i64.const 0x5c5c5c5c5c5c5c5c)))
              (global.set $mewe.counter (local.get $value))
              (local.set $low (call $mewe.refill))
              (global.set $mewe.key1 (i64.xor (global.get $mewe.key1) (i64.const 0x5c5c5c5c5c5c5c5c)))
              (global.set $mewe.counter (local.get $value))
              (global.set $mewe.key1 (call $mewe.refill))
              (global.set $mewe.key0 (local.get $low))
              (global.set $mewe.counter (i64.const 0))
              (global.set $mewe.bits (i64.const 1)))
            """.replace("ACTIVE", String.valueOf(ACTIVE));

    /** Reads at most 16 bytes, and nothing that is not in memory. */
    private static final String MIX_MEMORY = """
            (func $mewe.harvest.memory (param $address i32) (param $bytes i32)
              (local $word i64)
              (if (i32.gt_u (local.get $bytes) (i32.const 16)) (then (local.set $bytes (i32.const 16))))
              (if (i32.eqz (local.get $bytes)) (then (return)))
              (if (i32.eqz (call $mewe.harvest.readable (local.get $address) (local.get $bytes))) (then (return)))
              (loop $next
                (local.set $word
                  (i64.or
                    (i64.shl (local.get $word) (i64.const 8))
                    (i64.load8_u MEMORY (local.get $address))))
                (local.set $address (i32.add (local.get $address) (i32.const 1)))
                (local.set $bytes (i32.sub (local.get $bytes) (i32.const 1)))
                (if (i32.eqz (i32.and (local.get $bytes) (i32.const 7)))
                  (then (call $mewe.harvest (local.get $word))))
                (br_if $next (local.get $bytes))))
            (func $mewe.harvest.slice (param $address i32)
              (if (call $mewe.harvest.readable (local.get $address) (i32.const 16))
                (then
                  (call $mewe.harvest.memory
                    (i32.load MEMORY (local.get $address))
                    (i32.load MEMORY offset=8 (local.get $address))))))
            (func $mewe.harvest.readable (param $address i32) (param $bytes i32) (result i32)
              (i64.le_u
                (i64.add (i64.extend_i32_u (local.get $address)) (i64.extend_i32_u (local.get $bytes)))
                (i64.shl (i64.extend_i32_u (memory.size MEMORY)) (i64.const 16))))
            """;

    /**
     * Redirects the direct calls of the imports.
     *
     * @param linked the functions with variants; they are already in the module
     */
    Harvest add(List<LinkedFunction> linked) {
        if (sources.isEmpty()) {
            return new Harvest(List.of(), Optional.of(NO_SOURCE));
        }
        Map<String, String> wrappers = new HashMap<>();
        for (int i = 0; i < sources.size(); i++) {
            wrappers.put(sources.get(i).function().name(), prefix + ".harvest." + i);
        }
        Set<String> used = redirect(wrappers, linked);
        var harvested = new ArrayList<HarvestedImport>();
        for (int i = 0; i < sources.size(); i++) {
            FunctionInfo function = sources.get(i).function();
            if (used.contains(function.name())) {
                String wrapper = wrappers.get(function.name());
                String counter = prefix + ".calls." + i;
                module.addGlobal(counter, true, Const.i32(0));
                module.addFunctionLike(
                        function.name(),
                        new HarvestingWrapper(prefix, counter)
                                .body(wrapper, sources.get(i), module.signature(function.name())));
                harvested.add(new HarvestedImport(function, sources.get(i).part(), wrapper));
            }
        }
        if (module.hasStart()) {
            harvestAfterStart();
        }
        return new Harvest(harvested, harvested.isEmpty() ? Optional.of(NO_CALL) : Optional.empty());
    }

    /** Redirects calls, and returns the imports that had any. */
    private Set<String> redirect(Map<String, String> wrappers, List<LinkedFunction> linked) {
        Set<String> canonical = calledByCanonical(linked);
        Set<String> used = new HashSet<>();
        for (String caller : module.definedFunctions()) {
            if (caller.startsWith(prefix + ".")
                    || canonical.contains(caller)
                    || module.reasonLeftAlone(caller).isPresent()) {
                continue;
            }
            Map<String, String> targets = new HashMap<>();
            for (String callee : module.directCallees(caller)) {
                if (wrappers.containsKey(callee)) {
                    targets.put(callee, wrappers.get(callee));
                }
            }
            if (!targets.isEmpty()) {
                targets.keySet().removeAll(tailCallees(caller));
            }
            if (!targets.isEmpty()) {
                module.retarget(caller, targets);
                used.addAll(targets.keySet());
            }
        }
        return used;
    }

    /** A wrapper returns to its caller, so a tail call of it would take a stack frame that the input does not need. */
    private Set<String> tailCallees(String caller) {
        Set<String> callees = new HashSet<>();
        if (module.features().hasTailCalls()) {
            ExprWalk.each(module.lift(caller).root(), expr -> {
                if (expr instanceof Call call && call.tail()) {
                    callees.add(call.target());
                }
            });
        }
        return callees;
    }

    /** The functions that the component model runs where no import may be called, with their direct callees. */
    private Set<String> calledByCanonical(List<LinkedFunction> linked) {
        Map<String, List<String>> bodies = new HashMap<>();
        linked.forEach(function -> bodies.put(function.name(), function.bodies()));
        var work = new ArrayDeque<String>();
        module.exports().names().stream()
                .filter(export -> CANONICAL.stream().anyMatch(export::startsWith))
                .forEach(export -> module.exports().function(export).ifPresent(work::add));
        Set<String> defined = Set.copyOf(module.definedFunctions());
        Set<String> reached = new HashSet<>();
        while (!work.isEmpty()) {
            String next = work.pop();
            if (defined.contains(next) && reached.add(next)) {
                work.addAll(module.directCallees(next));
                work.addAll(bodies.getOrDefault(next, List.of()));
            }
        }
        return reached;
    }

    /** Harvesting begins at the end of the start function. */
    private void harvestAfterStart() {
        String name = prefix + ".start";
        Expr isStarting = IntUnary.of(UnaryOperator.EQZ, ValueType.I32, new GlobalGet(prefix + STATE, ValueType.I32));
        Expr begin = new GlobalSet(prefix + STATE, Const.i32(ACTIVE));
        Expr root = Block.of(
                null,
                new Call(module.startFunction(), List.of(), false, ValueType.NONE),
                new If(isStarting, begin, null, ValueType.NONE));
        module.addFunction(new FunctionBody(name, new Signature(List.of(), ValueType.NONE), List.of(), root), true);
        module.setStart(name);
    }
}
