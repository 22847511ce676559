package io.github.mewe.harden;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.ir.Memory;
import io.github.mewe.wasm.ModuleSections;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The allocator of a module.
 *
 * @param functions the internal names of its functions; empty if there is an obstacle
 * @param internal the functions that only the allocator calls and that call its functions
 * @param obstacle the reason why its blocks cannot be guarded
 */
public record HeapSurvey(Map<HeapFunction, String> functions, Set<String> internal, Optional<String> obstacle) {
    /** Copies the collections. */
    public HeapSurvey {
        functions = Map.copyOf(functions);
        internal = Set.copyOf(internal);
    }

    /**
     * Surveys a module. The allocator's functions are known by the names of exports or in the name section;
     * {@code realloc} also by its code. All other functions that access the allocator's variables must be called by the
     * allocator only: then no block without guards reaches a function that expects them, and the reverse.
     *
     * @param module the module
     * @param binary the same module in the binary format
     * @param named functions of the allocator, by the names of exports or of functions
     */
    public static HeapSurvey of(BinaryenModule module, byte[] binary, Map<HeapFunction, String> named) {
        Optional<String> unsuitable = unsuitable(module);
        return unsuitable.isPresent() ? refused(unsuitable.get()) : new Search(module, binary, named).survey();
    }

    private static HeapSurvey refused(String obstacle) {
        return new HeapSurvey(Map.of(), Set.of(), Optional.of(obstacle));
    }

    private static Optional<String> unsuitable(BinaryenModule module) {
        List<Memory> memories = module.memories();
        if (memories.size() != 1) {
            return Optional.of("the module has " + memories.size() + " memories");
        }
        if (memories.get(0).is64()) {
            return Optional.of("the memory has 64-bit addresses");
        }
        return memories.get(0).shared() ? Optional.of("threads share the memory") : Optional.empty();
    }

    /** Returns true if the guards can be added. */
    public boolean isGuarded() {
        return !functions.isEmpty();
    }

    /** The functions whose code must stay in one place: nothing may bypass them. */
    public Set<String> unchanged() {
        var all = new HashSet<>(functions.values());
        all.addAll(internal);
        return all;
    }

    /** The search for the allocator in one module. */
    private static final class Search {
        private final BinaryenModule module;
        private final byte[] binary;
        private final Map<HeapFunction, String> named;
        private final Map<String, List<String>> callees = new HashMap<>();
        private final Map<String, List<String>> callers = new HashMap<>();
        private final Set<String> open;
        private final Map<HeapFunction, String> functions = new EnumMap<>(HeapFunction.class);

        Search(BinaryenModule module, byte[] binary, Map<HeapFunction, String> named) {
            this.module = module;
            this.binary = binary;
            this.named = named;
            this.open = new HashSet<>(module.exports().functions());
            open.addAll(module.referencedFunctions());
        }

        HeapSurvey survey() {
            for (HeapFunction function : HeapFunction.values()) {
                find(function).ifPresent(name -> functions.put(function, name));
            }
            Optional<HeapFunction> missing = named.keySet().stream()
                    .filter(function -> !functions.containsKey(function))
                    .sorted()
                    .findFirst();
            if (missing.isPresent()) {
                return refused("no function that <heapFunctions> (mewe.heapFunctions) names for "
                        + missing.get().cName() + " has its type");
            }
            if (!functions.containsKey(HeapFunction.MALLOC) || !functions.containsKey(HeapFunction.FREE)) {
                return refused("no export or name in the name section identifies malloc and free");
            }
            for (String caller : module.definedFunctions()) {
                List<String> called = module.directCallees(caller);
                callees.put(caller, called);
                called.forEach(callee -> callers.computeIfAbsent(callee, key -> new ArrayList<>())
                        .add(caller));
            }
            var variables = new HeapVariables(module);
            Set<Long> state = state(variables);
            if (state.isEmpty()) {
                // The linker may have replaced calls of malloc by calls of the function that malloc consists of.
                functions.replaceAll((function, name) -> target(name));
                state = state(variables);
            }
            if (state.isEmpty()) {
                return refused("malloc and free share no variables at constant addresses");
            }
            if (HeapVariables.areSet(state, new ModuleSections(binary))) {
                return refused("the heap is in use before the program starts, as in a snapshot");
            }
            if (!functions.containsKey(HeapFunction.REALLOC)) {
                findRealloc(variables, state);
            }
            List<String> intruders = intruders(variables, state);
            if (!intruders.isEmpty()) {
                return refused("the function " + intruders.get(0)
                        + " uses the allocator's variables, but it is not known as a part of the allocator");
            }
            Set<String> own = own();
            var internal = new TreeSet<>(own);
            internal.removeIf(function -> callees.get(function).stream().noneMatch(functions::containsValue));
            internal.removeAll(functions.values());
            return new HeapSurvey(functions, internal, Optional.empty());
        }

        /** The variables that both {@code malloc} and {@code free} access. */
        private Set<Long> state(HeapVariables variables) {
            Set<String> own = own();
            Set<Long> state = variables.in(privateTo(HeapFunction.MALLOC, own));
            state.retainAll(variables.in(privateTo(HeapFunction.FREE, own)));
            return state;
        }

        private String target(String function) {
            return AllocatorCode.forwarded(module.lift(function))
                    .filter(target -> callees.containsKey(target)
                            && module.reasonLeftAlone(target).isEmpty()
                            && !functions.containsValue(target)
                            && module.signature(target).equals(module.signature(function)))
                    .orElse(function);
        }

        private void findRealloc(HeapVariables variables, Set<Long> state) {
            Set<String> own = own();
            Set<Long> known = variables.in(privateTo(HeapFunction.MALLOC, own));
            known.addAll(variables.in(privateTo(HeapFunction.FREE, own)));
            intruders(variables, state).stream()
                    .filter(function -> known.containsAll(variables.in(Set.of(function)))
                            && AllocatorCode.isRealloc(
                                    module.lift(function),
                                    functions.get(HeapFunction.MALLOC),
                                    functions.get(HeapFunction.FREE)))
                    .findFirst()
                    .ifPresent(function -> functions.put(HeapFunction.REALLOC, function));
        }

        /** The functions that access the allocator's variables but are not known as parts of the allocator. */
        private List<String> intruders(HeapVariables variables, Set<Long> state) {
            Set<String> own = own();
            return module.definedFunctions().stream()
                    .filter(function -> !own.contains(function))
                    .filter(function -> variables.usesAny(function, state))
                    .toList();
        }

        private Optional<String> find(HeapFunction function) {
            Set<String> defined = new HashSet<>(module.definedFunctions());
            String given = named.get(function);
            Stream<String> candidates = given != null
                    ? Stream.concat(module.exports().function(given).stream(), Stream.of(given))
                    : Stream.concat(
                            function.names().filter(name -> defined.contains(name) && module.hasExplicitName(name)),
                            function.names().flatMap(name -> module.exports().function(name).stream()));
            return candidates
                    .filter(defined::contains)
                    .filter(name -> module.reasonLeftAlone(name).isEmpty()
                            && module.signature(name).equals(function.signature())
                            && !functions.containsValue(name))
                    .findFirst();
        }

        /** The allocator's functions and those that only they call. */
        private Set<String> own() {
            var own = new HashSet<>(functions.values());
            boolean grows = true;
            while (grows) {
                grows = false;
                for (String function : List.copyOf(own)) {
                    for (String callee : callees.get(function)) {
                        grows |= isOnlyCalledBy(own, callee) && own.add(callee);
                    }
                }
            }
            return own;
        }

        private boolean isOnlyCalledBy(Set<String> own, String function) {
            return callees.containsKey(function)
                    && !open.contains(function)
                    && own.containsAll(callers.getOrDefault(function, List.of()));
        }

        /** A function and the allocator's functions that it calls. */
        private Set<String> privateTo(HeapFunction root, Set<String> own) {
            var reached = new HashSet<String>();
            var work = new ArrayList<>(List.of(functions.get(root)));
            while (!work.isEmpty()) {
                String function = work.remove(work.size() - 1);
                if (own.contains(function) && reached.add(function)) {
                    work.addAll(callees.get(function));
                }
            }
            return reached;
        }
    }
}
